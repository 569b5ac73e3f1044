import { createElement } from 'react';
import type { Shape } from './shape';

/** An element of the picture on screen. */
function ShapeView({ shape }: { readonly shape: Shape }) {
  const { tag, style, place, parts, data } = shape;
  const marks = data && Object.fromEntries(Object.entries(data).map(([name, value]) => [`data-${name}`, value]));
  const words = parts?.map(({ text, style: own }, index) =>
    own ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a label have no other name and never move
      <tspan key={index} className={own}>
        {text}
      </tspan>
    ) : (
      text
    ),
  );
  return createElement(tag, { className: style, ...place, ...marks }, words);
}

export function ShapeList({ shapes }: { readonly shapes: readonly Shape[] }) {
  // biome-ignore lint/suspicious/noArrayIndexKey: shapes of one thing have no other name and never move
  return shapes.map((shape, index) => <ShapeView key={index} shape={shape} />);
}
