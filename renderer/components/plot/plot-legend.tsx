import { formatCount } from '../../format/quantity';
import type { PlotLayer } from './plot-layer';

interface LegendProps {
  readonly layers: readonly (Pick<PlotLayer, 'id' | 'title' | 'color'> & {
    readonly help?: string;
    readonly points?: number;
  })[];
  readonly hidden: ReadonlySet<string>;
  readonly onToggle: (id: string) => void;
}

/** The series by name and color; a press switches one off and on. */
export function PlotLegend({ layers, hidden, onToggle }: LegendProps) {
  return (
    <fieldset className="plot-legend" aria-label="Series">
      {layers.map(({ id, title, color, help, points }) => (
        <button
          key={id}
          type="button"
          className="plot-legend-item"
          aria-pressed={!hidden.has(id)}
          title={help}
          onClick={() => onToggle(id)}
        >
          <i className="plot-swatch" style={{ background: color }} />
          {title}
          {points !== undefined && <span className="dim">{formatCount(points)}</span>}
        </button>
      ))}
    </fieldset>
  );
}
