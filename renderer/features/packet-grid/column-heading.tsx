import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { IHeaderParams } from 'ag-grid-community';
import { useEffect } from 'react';
import type { ColumnId } from '../../../preload/contract/packets';
import { attempt } from '../../state/notices';
import { nextOrder, sortBy, useView } from '../../state/view';
import '../../components/column-heading.css';

export interface HeadingParams extends IHeaderParams {
  readonly isRight: boolean;
}

/** A heading that sorts in the worker: rows of the older order stay until the new one is there. */
export function ColumnHeading({ column, displayName, eGridHeader, isRight }: HeadingParams) {
  const id = column.getColId() as ColumnId;
  const shown = useView(({ sort, sorting }) => {
    const order = sorting ?? sort;
    return order?.column === id ? (order.descending ? 'descending' : 'ascending') : 'none';
  });
  const isPending = useView(({ sorting }) => sorting?.column === id);

  // What is asked for shows as a pale arrow; only what is there is said.
  useEffect(() => {
    if (shown === 'none' || isPending) eGridHeader.removeAttribute('aria-sort');
    else eGridHeader.setAttribute('aria-sort', shown);
  }, [eGridHeader, shown, isPending]);

  const sort = () => {
    const { sort: current, sorting } = useView.getState();
    attempt('The packets could not be sorted', () => sortBy(nextOrder(sorting ?? current, id)));
  };
  const Arrow = shown === 'descending' ? IconArrowDown : IconArrowUp;
  return (
    <button
      type="button"
      tabIndex={-1}
      className={isRight ? 'column-heading column-heading-right' : 'column-heading'}
      title={`Sort by ${displayName}`}
      onClick={sort}
    >
      <span className="column-heading-text">{displayName}</span>
      {shown !== 'none' && <Arrow size={12} className={isPending ? 'is-pending' : ''} aria-hidden />}
    </button>
  );
}
