/** The one origin that the program's own pages have. */
export const scheme = 'app';
export const origin = `${scheme}://wirestate`;
export const startPage = `${origin}/index.html`;

export function isOwnPage(url: string): boolean {
  return url === origin || url.startsWith(`${origin}/`);
}
