/** Ends the process with a sentence where Node is older than the program can use. Uses nothing that an old Node lacks. */
export function requireNode(version = process.versions.node) {
  if (isRecent(version)) return;
  console.error(`Wirestate needs Node 20.19 or newer; this is Node ${version}. See https://nodejs.org/en/download`);
  process.exit(1);
}

export function isRecent(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > 20 || (major === 20 && minor >= 19);
}
