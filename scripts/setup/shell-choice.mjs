import { electronBinary, fetchElectron } from './electron-binary.mjs';

/**
 * Decides between the desktop app and the browser shell.
 * @param {'desktop' | 'browser' | null} asked what the user asked for
 * @returns {Promise<{ shell: 'desktop' | 'browser', why: string }>}
 */
export async function chooseShell(asked, surroundings = thisMachine()) {
  if (asked === 'browser') return { shell: 'browser', why: 'as asked' };
  const obstacle = desktopObstacle(surroundings) ?? (await surroundings.fetchElectron());
  if (obstacle === null)
    return { shell: 'desktop', why: asked === 'desktop' ? 'as asked' : 'Electron is installed and there is a display' };
  return { shell: 'browser', why: obstacle };
}

/** @returns {string | null} what keeps a desktop app from being shown at all; null for nothing */
export function desktopObstacle({ platform, env, isRoot }) {
  if (platform !== 'linux') return null;
  if (!env.DISPLAY && !env.WAYLAND_DISPLAY) return 'there is no display';
  // Chromium's sandbox refuses to run as root, and the desktop app does not run without it.
  return isRoot ? 'the desktop app does not run as root' : null;
}

function thisMachine() {
  return { platform: process.platform, env: process.env, isRoot: process.getuid?.() === 0, fetchElectron };
}

export { electronBinary };
