/** Elements drawn between two hints: some 20 MB of what a browser computes of them. */
const DRAWN_PER_HINT = 500;

/** Above what V8 lets buffers take between two collections before it begins the next one: 64 MB. */
const HINT_BYTES = 96 * 1024 * 1024;

let drawn = 0;
let hinted = 0;

/**
 * Tells the browser that rows or lines were drawn anew, so that it tidies up sooner. What it computes of an element, layout and
 * style, is many times what scripts hold of it, and left behind until scripts have filled a heap of their own: a list or a
 * ladder scrolled hard would take 380 MB. Buffers are weighed as they are asked for, so one that nobody uses, whose memory is
 * never touched and so never taken, makes it collect: then it is 250 MB.
 */
export function leaveBehind(elements: number): void {
  drawn += elements;
  if (drawn < DRAWN_PER_HINT || hinted < 0) return;
  drawn = 0;
  try {
    // Its length is asked for because a bundler leaves out what nobody looks at.
    hinted += new ArrayBuffer(HINT_BYTES).byteLength;
  } catch {
    // A machine with so little left collects without being told.
  }
}
