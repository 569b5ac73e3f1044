import type { EventName, Events } from './contract/events';

type Listener = (payload: never) => void;

/** Who listens to which event in this window. */
export class EventListeners {
  private readonly byEvent = new Map<EventName, Set<Listener>>();

  on<Name extends EventName>(event: Name, listener: (payload: Events[Name]) => void): () => void {
    const listeners = this.byEvent.get(event) ?? new Set();
    this.byEvent.set(event, listeners);
    // One function may be given twice, and each of the two is ended by itself.
    const own: Listener = (payload) => listener(payload);
    listeners.add(own);
    return () => listeners.delete(own);
  }

  tell<Name extends EventName>(event: Name, payload: Events[Name]): void {
    for (const listener of [...(this.byEvent.get(event) ?? [])]) (listener as (payload: Events[Name]) => void)(payload);
  }
}
