/** The one origin that the program's own pages have. */
export const scheme = 'app';
export const origin = `${scheme}://wirestate`;
export const startPage = `${origin}/index.html`;

export function isOwnPage(url: string): boolean {
  return url === origin || url.startsWith(`${origin}/`);
}

/** The address of data that one of the program's own pages made. */
export const isOwnBlob = (url: string): boolean => url.startsWith('blob:') && isOwnPage(url.slice('blob:'.length));
