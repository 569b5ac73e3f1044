/** Chromium itself knows no scheme of the program's: its pages have this origin instead, which no request ever leaves for. */
const pageOrigin = 'https://wirestate.electron-double.invalid';
const electronOrigin = 'app://wirestate';

export function toPageAddress(url: string): string {
  return url.startsWith(`${electronOrigin}/`) ? pageOrigin + url.slice(electronOrigin.length) : url;
}

export function toElectronAddress(url: string): string {
  return url.startsWith(`${pageOrigin}/`) ? electronOrigin + url.slice(pageOrigin.length) : url;
}
