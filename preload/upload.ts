import type { DroppedFile } from './contract/files';

/** Sends a file that was dropped on the page to the shell, piece by piece as the browser reads it. @returns the copy's path */
export function upload(file: DroppedFile, token: string, onProgress: (fraction: number) => void): Promise<string> {
  if (!(file instanceof Blob)) return Promise.reject(new Error(`${file.name} is not a file that a browser can send.`));
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PUT', `/upload?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader('Authorization', `Bearer ${token}`);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.upload.onprogress = ({ loaded }) => onProgress(file.size === 0 ? 1 : loaded / file.size);
    request.onerror = () => reject(new Error(`${file.name} could not be sent: the connection to Wirestate was lost.`));
    request.onload = () => {
      if (request.status !== 201) return reject(new Error(request.responseText.trim()));
      onProgress(1);
      resolve((JSON.parse(request.responseText) as { path: string }).path);
    };
    request.send(file as Blob);
  });
}
