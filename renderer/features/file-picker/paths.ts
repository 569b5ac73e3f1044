const separatorOf = (path: string) => (path.includes('\\') && !path.includes('/') ? '\\' : '/');

/** A name within a folder of the machine the files are on, which need not be the browser's. */
export function joinPath(folder: string, name: string): string {
  const separator = separatorOf(folder);
  return folder.endsWith(separator) ? folder + name : folder + separator + name;
}

/** The folder that a file lies in; the root's own separator is kept. */
export function folderOf(path: string): string {
  const end = path.lastIndexOf(separatorOf(path));
  return path.slice(0, end === 0 || path[end - 1] === ':' ? end + 1 : Math.max(0, end));
}

/** `/home/ann/captures` below the root `/home/ann`: the root, then each folder down to it. */
export function trail(path: string, roots: readonly string[]): { readonly name: string; readonly path: string }[] {
  const root = roots
    .filter((each) => path === each || path.startsWith(joinPath(each, '')))
    .sort((a, b) => b.length - a.length)[0];
  if (root === undefined) return [{ name: path, path }];
  const separator = separatorOf(path);
  const steps = [{ name: root, path: root }];
  for (const name of path.slice(root.length).split(separator).filter(Boolean)) {
    steps.push({ name, path: joinPath(steps.at(-1)?.path ?? root, name) });
  }
  return steps;
}
