import css from './tokens.css?raw';

export type ThemeName = 'dark' | 'light';

/** The colors of tokens.css as `#rrggbb`, by name without the dashes, for what is computed and not only painted. */
export type Tokens = Readonly<Record<string, string>>;

function tokensOf(theme: ThemeName): Tokens {
  const block = new RegExp(`color-scheme="${theme}"\\]\\s*\\{([^}]*)\\}`).exec(css)?.[1] ?? '';
  return Object.fromEntries(
    Array.from(block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g), ([, name, hex]) => [name, hex]),
  );
}

export const tokens: Readonly<Record<ThemeName, Tokens>> = { dark: tokensOf('dark'), light: tokensOf('light') };
