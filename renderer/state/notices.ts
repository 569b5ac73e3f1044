import { notifications } from '@mantine/notifications';
import { sentenceOf } from './bridge';

/** Says that something was done; leaves by itself. */
export function tell(message: string): void {
  notifications.show({ message, autoClose: 4000, withBorder: true });
}

/** Says what went wrong and what to do; stays until it is closed. */
export function warn(title: string, fault: unknown): void {
  notifications.show({ title, message: sentenceOf(fault), color: 'red', autoClose: false, withBorder: true });
}

/** Runs work whose failure has no better place on screen than a notice. */
export function attempt(title: string, work: () => Promise<unknown>): void {
  work().catch((fault: unknown) => warn(title, fault));
}
