/** Colors as they are on screen, or as they are on paper, whatever the screen's theme is. */
export type Paper = 'screen' | 'paper';

const LIGHT = ':root[data-mantine-color-scheme="light"]';
const OWN = /^\.(lad-|is-timed|is-of-hosts)/;

function rules(): CSSStyleRule[] {
  return [...document.styleSheets].flatMap((sheet) =>
    [...sheet.cssRules].filter((rule): rule is CSSStyleRule => rule instanceof CSSStyleRule),
  );
}

function colorOf(name: string, paper: Paper): string {
  if (paper === 'paper') {
    if (name === '--bg') return '#fff';
    const light = rules().find(({ selectorText }) => selectorText.replaceAll("'", '"') === LIGHT);
    const value = light?.style.getPropertyValue(name).trim();
    if (value) return value;
  }
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

const resolved = (css: string, paper: Paper): string =>
  css.replace(/var\((--[\w-]+)\)/g, (_, name: string) => colorOf(name, paper));

/** The rules of the ladder's own classes with their colors written out, so that a picture stands by itself. */
export function writtenStyle(paper: Paper): string {
  const own = rules().filter(({ selectorText }) => OWN.test(selectorText));
  const css = own.map(({ cssText }) => cssText).join('\n');
  return resolved(resolved(css, paper), paper);
}

export const backgroundOf = (paper: Paper): string => colorOf('--bg', paper);
