import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

const client: MantineColorsTuple = [
  '#e7f2ff',
  '#cfe3ff',
  '#9dc8ff',
  '#7bb8ff',
  '#5aa9ff',
  '#3d94f2',
  '#2563b0',
  '#1762c4',
  '#1253a8',
  '#0c4289',
];

/** Mantine's surfaces in the dark theme: 0 is text, 4 borders, 6 inputs and menus, 7 the page. As in tokens.css. */
const dark: MantineColorsTuple = [
  '#d8dee7',
  '#b8c0cc',
  '#98a3b3',
  '#6d7889',
  '#364152',
  '#252d38',
  '#1a2029',
  '#141920',
  '#0e1116',
  '#0a0d11',
];

/** Mantine in the program's density: 12 to 13 px, small paddings, one accent. */
export const mantineTheme = createTheme({
  fontFamily: 'var(--sans)',
  fontFamilyMonospace: 'var(--mono)',
  fontSizes: { xs: '11.5px', sm: '12.5px', md: '13px', lg: '15px', xl: '18px' },
  headings: { fontFamily: 'var(--sans)', fontWeight: '600' },
  defaultRadius: 6,
  colors: { client, dark },
  primaryColor: 'client',
  primaryShade: { light: 7, dark: 6 },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'xs', variant: 'default' } },
    Modal: {
      defaultProps: {
        centered: true,
        overlayProps: { backgroundOpacity: 0.45 },
        transitionProps: { duration: 80 },
        closeButtonProps: { 'aria-label': 'Close' },
      },
    },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
    Menu: {
      defaultProps: {
        transitionProps: { duration: 60 },
        shadow: 'md',
        withInitialFocusPlaceholder: false,
        menuItemTabIndex: 0,
      },
    },
    Tooltip: { defaultProps: { openDelay: 400, transitionProps: { duration: 60 }, withArrow: false } },
    TextInput: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs' } },
    Checkbox: { defaultProps: { size: 'xs' } },
    Radio: { defaultProps: { size: 'xs' } },
    Textarea: { defaultProps: { size: 'xs' } },
    NumberInput: { defaultProps: { size: 'xs' } },
  },
});

/** Mantine's own variables drawn from the tokens, so that both themes have a single source of color. */
export const cssVariables: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--panel)',
    '--mantine-color-text': 'var(--text)',
    '--mantine-color-dimmed': 'var(--dim)',
    '--mantine-color-placeholder': 'var(--dim)',
    '--mantine-color-anchor': 'var(--client)',
    '--mantine-color-default': 'var(--raised)',
    '--mantine-color-default-hover': 'var(--hover)',
    '--mantine-color-default-color': 'var(--text)',
    '--mantine-color-default-border': 'var(--line)',
    '--mantine-color-error': 'var(--bad)',
    '--mantine-color-gray-light-color': 'var(--dim)',
  };
  return { variables: {}, light: shared, dark: shared };
};
