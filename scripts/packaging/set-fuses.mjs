import { join } from 'node:path';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';

/** electron-builder's number for an arm64 build. */
const arm64 = 3;

/**
 * What the packed executable can still be made to do. Every fuse is named: one that a later Electron brings stops the packing until
 * it is decided on.
 * @param {string} platform of the build
 */
export function fuses(platform) {
  return {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    // The executable is the app and nothing else: no Node to run a script in, no debugger to attach.
    [FuseV1Options.RunAsNode]: false,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: false,
    // Electron checks the archive on these two only.
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: platform === 'darwin' || platform === 'win32',
    [FuseV1Options.OnlyLoadAppFromAsar]: true,
    // Pages come from app://; file:// needs no more rights than a browser gives it.
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
    // The program keeps no cookie.
    [FuseV1Options.EnableCookieEncryption]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.WasmTrapHandlers]: true,
  };
}

/** electron-builder's afterPack: runs before the executable is signed. */
export default async function setFuses({ appOutDir, arch, electronPlatformName, packager }) {
  const darwin = electronPlatformName === 'darwin';
  const executable = {
    darwin: `${packager.appInfo.productFilename}.app`,
    win32: `${packager.appInfo.productFilename}.exe`,
    linux: packager.executableName,
  }[electronPlatformName];
  await flipFuses(join(appOutDir, executable), {
    ...fuses(electronPlatformName),
    // Apple's own processors start nothing unsigned; flipping breaks the signature that Electron came with.
    resetAdHocDarwinSignature: darwin && arch === arm64,
  });
}
