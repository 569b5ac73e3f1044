const tokenKey = 'wirestate.token';

/**
 * Takes the token from the page's address, or from what this tab remembers after a reload, and removes it from the address, so
 * that it is neither seen there nor copied from there.
 */
export function takeToken(location: Location, history: History, memory: Storage): string | null {
  const address = new URL(location.href);
  const given = address.searchParams.get('token');
  if (given === null) return memory.getItem(tokenKey);
  memory.setItem(tokenKey, given);
  address.searchParams.delete('token');
  history.replaceState(history.state, '', address);
  return given;
}
