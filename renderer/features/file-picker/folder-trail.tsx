import { Select, UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import type { Folder } from '../../../preload/contract/files';
import { visibleText } from '../../format/visible-text';
import { trail } from './paths';

interface FolderTrailProps {
  readonly roots: readonly string[];
  readonly folder: Folder | null;
  readonly onLook: (path: string) => void;
}

/** Where one is, each folder above a way back; and the other roots where there are several. */
export function FolderTrail({ roots, folder, onLook }: FolderTrailProps) {
  const steps = folder ? trail(folder.path, roots) : [];
  return (
    <nav className="folder-trail" aria-label="Folder">
      {roots.length > 1 && (
        <Select
          aria-label="Root folder"
          data={[...roots]}
          value={steps[0]?.path ?? null}
          allowDeselect={false}
          onChange={(root) => root && onLook(root)}
        />
      )}
      {steps.map((step, index) => (
        <span key={step.path} className="folder-step">
          {index > 0 && <IconChevronRight size={12} aria-hidden />}
          <UnstyledButton
            className="folder-step-name"
            aria-current={index === steps.length - 1 ? 'location' : undefined}
            onClick={() => onLook(step.path)}
          >
            {visibleText(step.name)}
          </UnstyledButton>
        </span>
      ))}
    </nav>
  );
}
