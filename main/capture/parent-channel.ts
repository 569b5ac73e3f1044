/** Electron's utility processes talk over a port; Node's children over the channel that `fork` makes. */
interface ParentPort {
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
  postMessage(message: unknown): void;
}

export interface ParentChannel<Out> {
  /** @param sent called when the message is on its way, or cannot be sent */
  send(message: Out, sent?: () => void): void;
}

/** @param lost called when the parent is gone */
export function openParentChannel<In, Out>(receive: (message: In) => void, lost: () => void): ParentChannel<Out> {
  const { parentPort } = process as NodeJS.Process & { parentPort?: ParentPort };
  if (parentPort) {
    parentPort.on('message', ({ data }) => receive(data as In));
    return {
      send: (message, sent) => {
        parentPort.postMessage(message);
        if (sent) setTimeout(sent, 100);
      },
    };
  }
  process.on('message', receive as (message: unknown) => void);
  process.on('disconnect', lost);
  return {
    send: (message, sent) => {
      if (!process.connected) sent?.();
      else process.send?.(message as object, undefined, undefined, () => sent?.());
    },
  };
}
