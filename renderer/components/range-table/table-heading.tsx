import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { IHeaderParams } from 'ag-grid-community';
import { createContext, useContext, useEffect } from 'react';
import type { TableOrder } from './table-column';
import '../column-heading.css';

interface Sorting {
  readonly order: TableOrder | null;
  /** @param isNumber whether the largest stand first at the first click */
  readonly sortBy: (column: string, isNumber: boolean) => void;
}

export const SortingContext = createContext<Sorting>({ order: null, sortBy: () => undefined });

interface HeadingParams extends IHeaderParams {
  readonly isRight: boolean;
  readonly isSortable: boolean;
  readonly help: string;
}

/** A heading that sorts in the worker. */
export function TableHeading({ column, displayName, eGridHeader, isRight, isSortable, help }: HeadingParams) {
  const { order, sortBy } = useContext(SortingContext);
  const id = column.getColId();
  const shown = order?.column === id ? (order.descending ? 'descending' : 'ascending') : null;
  useEffect(() => {
    if (shown) eGridHeader.setAttribute('aria-sort', shown);
    else eGridHeader.removeAttribute('aria-sort');
  }, [eGridHeader, shown]);
  const className = isRight ? 'column-heading column-heading-right' : 'column-heading';
  const text = <span className="column-heading-text">{displayName}</span>;
  if (!isSortable) {
    return (
      <span className={className} title={help || displayName}>
        {text}
      </span>
    );
  }
  const Arrow = shown === 'descending' ? IconArrowDown : IconArrowUp;
  return (
    <button
      type="button"
      tabIndex={-1}
      className={className}
      title={help || `Sort by ${displayName}`}
      onClick={() => sortBy(id, isRight)}
    >
      {text}
      {shown && <Arrow size={12} aria-hidden />}
    </button>
  );
}
