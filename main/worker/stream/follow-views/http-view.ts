import { beginsMessage } from '../../../analysis/application/http/start-line';
import { unwatched } from '../../jobs';
import { httpContent } from '../http/http-content';
import { tcpAssembly } from '../tcp-content';
import type { FollowView } from './follow-view';

/** Turns whose first bytes are looked at: a capture can begin within a message. */
const mostTurns = 8;
const firstBytes = 2048;

/** HTTP/1.x message by message (RFC 9112): heads, and bodies with chunks and content codings undone. */
export const httpView: FollowView = {
  id: 'http',
  title: 'HTTP',
  isOffered: ({ name, turns }) => {
    if (name.transport !== 'tcp') return false;
    for (let i = 0; i < Math.min(mostTurns, turns.blocks); i++) {
      const { start, end } = turns.block(i);
      if (turns.isMissing(start)) continue;
      const bytes = turns.read(start, turns.runEnd(start, Math.min(end, start + firstBytes)));
      if (beginsMessage(bytes, 0, Math.min(bytes.length, firstBytes))) return true;
    }
    return false;
  },
  content: ({ analysis, name }) => httpContent(analysis, name.stream, tcpAssembly(analysis, name.stream), unwatched()),
};
