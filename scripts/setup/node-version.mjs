/** Ends the process with a sentence where Node is older than the program can use. Uses nothing that an old Node lacks. */
export function requireNode(version = process.versions.node) {
  if (isRecent(version)) return;
  console.error(`Wirestate needs Node 20.19 or newer; this is Node ${version}. See https://nodejs.org/en/download`);
  process.exit(1);
}

export const isRecent = (version) => isAtLeast(20, 19, version);

export function isAtLeast(wantedMajor, wantedMinor, version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}
