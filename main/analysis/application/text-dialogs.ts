import type { Dissection } from '../dissection';
import { type Field, field } from '../fields/field';
import { type Protocol, protocol } from '../protocol';
import { lineFramers } from './line-framing';
import { isPlainText, lineAt, shorten, textAt } from './text-lines';

/**
 * The protocols in which a client sends a line with a command and the server answers with lines that begin with a code:
 * FTP (RFC 959), SMTP (RFC 5321), POP3 (RFC 1939), IMAP (RFC 9051).
 */

interface Command {
  /** Fields that hold the line's parts, by the parts' lengths in order; the rest is the last field's. */
  readonly parts: readonly (readonly [Field, string | number])[];
  readonly isResponse: boolean;
}

interface Dialog {
  readonly name: string;
  readonly short: string;
  readonly title: string;
  readonly ports: readonly number[];
  readonly fields: Readonly<Record<string, Field>>;
  /** Takes a line apart; null where it is neither a command nor an answer, as the lines of a mail are. */
  readonly parse: (line: string) => Command | null;
}

const text = (name: string, label: string, help: string): Field => field(name, 'string', label, help);
const code = (name: string): Field => field(name, 'uint32', 'Response code', 'How the command went');
const line = (protocolName: string): Field => text(`${protocolName}.text_line`, 'Line', 'A line of text');

const ftpFields = {
  command: text('ftp.request.command', 'Command', 'Command of the client'),
  argument: text('ftp.request.arg', 'Argument', 'Argument of the command'),
  code: code('ftp.response.code'),
  response: text('ftp.response.arg', 'Response', "The server's words"),
  line: line('ftp'),
} as const;

const smtpFields = {
  command: text('smtp.req.command', 'Command', 'Command of the client'),
  parameter: text('smtp.req.parameter', 'Parameter', 'Parameter of the command'),
  code: code('smtp.response.code'),
  response: text('smtp.rsp.parameter', 'Response', "The server's words"),
  line: line('smtp'),
} as const;

const popFields = {
  command: text('pop.request.command', 'Command', 'Command of the client'),
  parameter: text('pop.request.parameter', 'Parameter', 'Parameter of the command'),
  indicator: text('pop.response.indicator', 'Indicator', '+OK or -ERR'),
  description: text('pop.response.description', 'Description', "The server's words"),
  line: line('pop'),
} as const;

const imapFields = {
  line: text('imap.line', 'Line', 'A line of the dialog'),
  requestTag: text('imap.request_tag', 'Tag', 'Name that the client gives the command'),
  command: text('imap.request.command', 'Command', 'Command of the client'),
  responseTag: text('imap.response_tag', 'Tag', 'Command that is answered; * where none is'),
  status: text('imap.response.status', 'Status', 'How the command went'),
} as const;

const smtpCommands = new Set(
  'EHLO HELO MAIL RCPT DATA RSET VRFY EXPN HELP NOOP QUIT AUTH STARTTLS BDAT ETRN TURN SEND SOML SAML XCLIENT'.split(
    ' ',
  ),
);
const popCommands = new Set(
  'USER PASS APOP QUIT STAT LIST RETR DELE NOOP RSET TOP UIDL CAPA STLS AUTH XTND'.split(' '),
);

/** `250-text`, `220 text` or a bare code. */
const response = /^(\d{3})(?:[ -](.*))?$/s;
const command = /^([A-Za-z]{3,10})(?: +(.*))?$/s;

function answer(match: RegExpExecArray, codeField: Field, textField: Field): Command {
  return { isResponse: true, parts: [[codeField, Number(match[1])], ...withText(textField, match[2])] };
}

const withText = (which: Field, value: string | undefined): (readonly [Field, string])[] =>
  value === undefined || value === '' ? [] : [[which, value]];

const dialogs: readonly Dialog[] = [
  {
    name: 'ftp',
    short: 'FTP',
    title: 'File Transfer Protocol',
    ports: [21],
    fields: ftpFields,
    parse: (each) => {
      const answered = response.exec(each);
      if (answered) return answer(answered, ftpFields.code, ftpFields.response);
      const asked = command.exec(each);
      if (!asked || (asked[1] as string).length > 4) return null;
      return {
        isResponse: false,
        parts: [[ftpFields.command, asked[1] as string], ...withText(ftpFields.argument, asked[2])],
      };
    },
  },
  {
    name: 'smtp',
    short: 'SMTP',
    title: 'Simple Mail Transfer Protocol',
    // RFC 6409 §3.1 gives submission a port of its own.
    ports: [25, 587],
    fields: smtpFields,
    parse: (each) => {
      const answered = response.exec(each);
      if (answered) return answer(answered, smtpFields.code, smtpFields.response);
      const asked = command.exec(each);
      if (!asked || !smtpCommands.has((asked[1] as string).toUpperCase())) return null;
      return {
        isResponse: false,
        parts: [[smtpFields.command, asked[1] as string], ...withText(smtpFields.parameter, asked[2])],
      };
    },
  },
  {
    name: 'pop',
    short: 'POP',
    title: 'Post Office Protocol',
    ports: [110],
    fields: popFields,
    parse: (each) => {
      const answered = /^(\+OK|-ERR)(?: (.*))?$/s.exec(each);
      if (answered) {
        return {
          isResponse: true,
          parts: [[popFields.indicator, answered[1] as string], ...withText(popFields.description, answered[2])],
        };
      }
      const asked = command.exec(each);
      if (!asked || !popCommands.has((asked[1] as string).toUpperCase())) return null;
      return {
        isResponse: false,
        parts: [[popFields.command, asked[1] as string], ...withText(popFields.parameter, asked[2])],
      };
    },
  },
  {
    name: 'imap',
    short: 'IMAP',
    title: 'Internet Message Access Protocol',
    ports: [143],
    fields: imapFields,
    parse: (each) => {
      const words = each.split(' ');
      const [tag = '', word = ''] = words;
      if (tag === '*' || tag === '+' || /^(OK|NO|BAD)$/i.test(word)) {
        const status = /^(OK|NO|BAD|PREAUTH|BYE)$/i.test(word) ? withText(imapFields.status, word) : [];
        return { isResponse: true, parts: [[imapFields.responseTag, tag], ...status] };
      }
      if (!/^[A-Za-z0-9.]{1,20}$/.test(tag) || !/^[A-Za-z]{3,16}$/.test(word)) return null;
      return {
        isResponse: false,
        parts: [
          [imapFields.requestTag, tag],
          [imapFields.command, word],
        ],
      };
    },
  },
];

/** FTP, SMTP, POP and IMAP. */
export const textDialogs: readonly Protocol[] = dialogs.map(dialogProtocol);

function dialogProtocol(dialog: Dialog): Protocol {
  const own: Protocol = protocol({
    name: dialog.name,
    short: dialog.short,
    title: dialog.title,
    fields: dialog.fields,
    registrations: [{ table: 'tcp.port', keys: dialog.ports }],
    recognize: { over: [], test: (bytes, start, end) => isPlainText(bytes, start, end) },
    stream: lineFramers,

    dissect(dissection: Dissection, start: number, end: number): void {
      dissection.claim(own);
      const captured = Math.min(end, dissection.limit);
      dissection.begin(own, start, captured - start);
      const first = lineAt(dissection.bytes, start, captured);
      const firstText = textAt(dissection.bytes, start, first.textEnd);
      const kind = dialog.parse(firstText);
      const prefix = kind === null ? '' : kind.isResponse ? 'Response: ' : 'Request: ';
      dissection.describe(() => prefix + shorten(firstText) + (first.next < captured ? ' …' : ''));
      for (let at = start; at < captured; ) at = addLine(dissection, dialog, at, captured);
      dissection.end();
    },
  });
  return own;
}

/** @returns the offset of the next line */
function addLine(dissection: Dissection, dialog: Dialog, at: number, end: number): number {
  const { textEnd, next } = lineAt(dissection.bytes, at, end);
  const whole = textAt(dissection.bytes, at, textEnd);
  dissection.group(dialog.fields.line as Field, at, next - at, whole);
  let place = at;
  for (const [which, value] of dialog.parse(whole)?.parts ?? []) {
    const length = String(value).length;
    const isLast = place + length >= textEnd;
    dissection.add(which, Math.min(place, textEnd), isLast ? Math.max(0, textEnd - place) : length, value);
    place += length + 1;
  }
  dissection.end();
  return next;
}
