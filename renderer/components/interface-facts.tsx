import { useEffect } from 'react';
import type { LiveInterface } from '../../preload/contract/live-capture';
import { formatCount } from '../format/quantity';
import { visibleText } from '../format/visible-text';
import { SAMPLES, useInterfaces, watchInterfaces } from '../state/live/traffic';
import { Sparkline } from './sparkline';
import './interface-facts.css';

const NO_RATES: readonly number[] = [];

/** The interfaces with their traffic, kept up to date while the caller is on screen. */
export function useWatchedInterfaces() {
  useEffect(watchInterfaces, []);
  return useInterfaces();
}

/** An interface in a line: its name, addresses and state, what it carries now. */
export function InterfaceFacts({ shown }: { readonly shown: LiveInterface }) {
  const rates = useInterfaces((state) => state.rates[shown.device] ?? NO_RATES);
  const addresses = shown.addresses.join(', ');
  return (
    <>
      <span className="interface-name" title={visibleText(shown.device)}>
        {visibleText(shown.device)}
      </span>
      <span className="interface-addresses" title={addresses}>
        {kindOf(shown)}
        <span className="mono">{visibleText(addresses)}</span>
      </span>
      <Sparkline values={rates} length={SAMPLES} />
      <span className="interface-rate">{rateText(rates.at(-1))}</span>
    </>
  );
}

function kindOf({ up, loopback, everything, wireless, description }: LiveInterface) {
  if (everything) return <span>all interfaces at once</span>;
  return (
    <>
      {!up && <span className="interface-down">down</span>}
      {loopback && <span>loopback</span>}
      {wireless && <span>wireless</span>}
      {description !== '' && <span>{visibleText(description)}</span>}
    </>
  );
}

/** `1,204 packets/s`. */
function rateText(rate: number | undefined): string {
  if (rate === undefined || rate === 0) return 'quiet';
  return `${rate < 1 ? '<1' : formatCount(Math.round(rate))}/s`;
}
