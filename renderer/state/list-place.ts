/** The packet list, while it is on screen. */
interface ScrolledList {
  /** How far it is scrolled, in pixels of its rows; null while it is hidden. */
  top(): number | null;
}

/** Where the list is to be when the packets of a filter are shown. */
interface WantedPlace {
  readonly filter: string;
  readonly top: number;
}

let list: ScrolledList | null = null;
let wanted: WantedPlace | null = null;

/** Called by the list when it appears, and with null when it goes. */
export function setScrolledList(scrolled: ScrolledList | null): void {
  list = scrolled;
}

export const placeInList = (): number | null => list?.top() ?? null;

/** @param place - null for where the shown packet is */
export function wantPlaceInList(place: WantedPlace | null): void {
  wanted = place;
}

export const wantedPlaceInList = (): WantedPlace | null => wanted;
