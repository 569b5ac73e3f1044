import { useEffect, useRef, useState } from 'react';
import { setFindStretches, useFind } from '../../state/find';

/** Height of a mark in pixels: one is seen, and thousands are told apart. */
const MARK_PIXELS = 2;

/** Where in the list the matches are, drawn over its scroll bar. */
export function FindMarks() {
  const marks = useFind((find) => find.marks);
  const hasMarks = marks !== null;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [height, setHeight] = useState(0);

  useEffect(() => {
    const element = canvas.current;
    if (!element || !hasMarks) return;
    const observer = new ResizeObserver(() => {
      setHeight(element.clientHeight);
      setFindStretches(Math.max(1, Math.floor(element.clientHeight / MARK_PIXELS)));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [hasMarks]);

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context || !marks) return;
    element.width = element.clientWidth;
    element.height = height;
    context.fillStyle = getComputedStyle(element).color;
    for (let at = 0; at < marks.length; at += 1) {
      if (marks[at] === 1) context.fillRect(0, Math.floor((at * height) / marks.length), element.width, MARK_PIXELS);
    }
  }, [marks, height]);

  if (!hasMarks) return null;
  return (
    <canvas ref={canvas} className="find-marks" aria-hidden data-marks={marks.reduce((sum, mark) => sum + mark, 0)} />
  );
}
