import type { Icon } from '@tabler/icons-react';
import type { IDockviewPanelProps } from 'dockview-react';
import type { FunctionComponent } from 'react';

/** Something that can be docked in the workspace. */
export interface Panel {
  /** Names the panel in the stored layout and in `openPanel`. */
  readonly id: string;
  readonly title: string;
  /** What the rail shows it by. */
  readonly icon: Icon;
  /** Gets `params` of `openPanel`: what it is pinned to, where it is one of several. */
  readonly content: FunctionComponent<IDockviewPanelProps>;
  /**
   * Where it stands until the user puts it elsewhere: lists of the whole capture above; pictures of one connection below;
   * the details of one packet in a column beside the pictures, one under the other.
   */
  readonly home: 'lists' | 'pictures' | 'details';
  /** False for a panel that is first opened by the rail, a key or a menu. */
  readonly isOpenAtFirst: boolean;
  /** Id of the command that shows it, for its keys; none where only the rail and the palette do. */
  readonly command?: string;
  /** False for the panel that everything else refers to. */
  readonly isClosable: boolean;
}
