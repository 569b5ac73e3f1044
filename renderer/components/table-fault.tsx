import { Button } from '@mantine/core';

interface TableFaultProps {
  /** What went wrong, as a sentence. */
  readonly fault: string;
  readonly onAgain: () => void;
}

/** In place of a table that could not be made. */
export function TableFault({ fault, onAgain }: TableFaultProps) {
  return (
    <div className="table-empty" role="alert">
      {fault}
      <Button onClick={onAgain}>Try again</Button>
    </div>
  );
}
