import { Menu } from '@mantine/core';
import { IconArrowsLeftRight, IconFilter, IconFilterEdit } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { takeTerm } from '../state/filter';
import type { ConversationTerm, FilterUse } from '../state/filter-terms';
import { SubMenu } from './sub-menu';
import './filter-items.css';

const USES: readonly { readonly use: FilterUse; readonly title: string }[] = [
  { use: 'selected', title: 'Selected' },
  { use: 'not-selected', title: 'Not selected' },
  { use: 'and', title: '… and selected' },
  { use: 'or', title: '… or selected' },
  { use: 'and-not', title: '… and not selected' },
  { use: 'or-not', title: '… or not selected' },
];

interface FilterItemsProps {
  /** Display filter for what the menu was called up on; empty where there is none. */
  readonly term: string;
  readonly conversations: readonly ConversationTerm[];
}

/** Filters made of a cell, a field or the conversation of a packet. */
export function FilterItems({ term, conversations }: FilterItemsProps) {
  const uses = (isApplied: boolean) => (
    <>
      <Menu.Label className="filter-items-term">{term}</Menu.Label>
      {USES.map(({ use, title }) => (
        <Menu.Item key={use} onClick={() => takeTerm(term, use, isApplied)}>
          {title}
        </Menu.Item>
      ))}
    </>
  );
  const none = (title: string, icon: ReactNode) => (
    <Menu.Item disabled leftSection={icon}>
      {title}
    </Menu.Item>
  );
  const apply = <IconFilter size={14} />;
  const prepare = <IconFilterEdit size={14} />;
  return (
    <>
      {term ? (
        <SubMenu className="filter-items" title="Apply as filter" icon={apply}>
          {uses(true)}
        </SubMenu>
      ) : (
        none('Apply as filter', apply)
      )}
      {term ? (
        <SubMenu className="filter-items" title="Prepare as filter" icon={prepare}>
          {uses(false)}
        </SubMenu>
      ) : (
        none('Prepare as filter', prepare)
      )}
      {conversations.length > 0 && (
        <SubMenu className="filter-items" title="Conversation filter" icon={<IconArrowsLeftRight size={14} />}>
          {conversations.map(({ title, filter }) => (
            <Menu.Item key={filter} onClick={() => takeTerm(filter, 'selected', true)}>
              {title}
              <span className="filter-items-text">{filter}</span>
            </Menu.Item>
          ))}
        </SubMenu>
      )}
    </>
  );
}
