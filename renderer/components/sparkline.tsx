import './sparkline.css';

const WIDTH = 92;
const HEIGHT = 18;

/** The course of a number at a glance, the newest value at the right edge; flat where there is nothing. */
export function Sparkline({ values, length }: { readonly values: readonly number[]; readonly length: number }) {
  const most = Math.max(1, ...values);
  const step = WIDTH / (length - 1);
  const first = WIDTH - (values.length - 1) * step;
  const points = values.map((value, at) => `${(first + at * step).toFixed(1)} ${heightOf(value, most)}`);
  return (
    <svg className="sparkline" width={WIDTH} height={HEIGHT} aria-hidden="true">
      <path className="sparkline-ground" d={`M0 ${HEIGHT - 0.5}H${WIDTH}`} />
      {values.length > 1 && (
        <>
          <path className="sparkline-area" d={`M${first.toFixed(1)} ${HEIGHT}L${points.join('L')}V${HEIGHT}Z`} />
          <path className="sparkline-line" d={`M${points.join('L')}`} />
        </>
      )}
    </svg>
  );
}

/** The square root keeps a trickle visible beside a flood. */
const heightOf = (value: number, most: number) => (HEIGHT - 1 - (HEIGHT - 3) * Math.sqrt(value / most)).toFixed(1);
