import type { Dissection } from '../dissection';

export const ipv4OptionFields = {} as const;

export function readIpv4Options(_dissection: Dissection, _start: number, _end: number): void {}
