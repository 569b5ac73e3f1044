import type { Api } from './bridge';

/**
 * The one list of what may be called: bridges make their methods of it, shells refuse what is not in it. The compiler
 * requires that it names every method of every noun. `capture` methods are answered by the capture's worker and take its
 * id first; `session` methods by the session; `shell` methods by the shell.
 */
export const methods = {
  captures: {
    open: 'session',
    close: 'session',
    state: 'session',
    cancelLoading: 'capture',
    reload: 'capture',
    follow: 'capture',
    properties: 'capture',
    timeline: 'capture',
    export: 'capture',
    decodeAs: 'capture',
    setDecodeAs: 'capture',
    setVerifyChecksums: 'capture',
    setVerdictSource: 'capture',
  },
  packets: {
    view: 'capture',
    rows: 'capture',
    position: 'capture',
    detail: 'capture',
    mark: 'capture',
    marked: 'capture',
    comment: 'capture',
    comments: 'capture',
    timeReference: 'capture',
  },
  connections: {
    one: 'capture',
    list: 'capture',
    rows: 'capture',
    position: 'capture',
    measure: 'capture',
    export: 'capture',
  },
  live: {
    interfaces: 'session',
    traffic: 'session',
    permissions: 'session',
    checkFilter: 'session',
    remembered: 'session',
    start: 'session',
    stop: 'session',
    restart: 'session',
    state: 'session',
    keep: 'session',
    discard: 'session',
    unsaved: 'session',
    recover: 'session',
    forget: 'session',
  },
  flow: { shape: 'capture', block: 'capture', place: 'capture' },
  fields: { list: 'session', protocols: 'session' },
  filters: { check: 'capture', setMacros: 'capture' },
  colors: { setRules: 'capture', setTemporary: 'capture' },
  find: {
    check: 'capture',
    start: 'capture',
    step: 'capture',
    overview: 'capture',
    spot: 'capture',
    end: 'capture',
  },
  graphs: { connection: 'capture' },
  files: {
    chooseOpen: 'shell',
    chooseSave: 'shell',
    roots: 'session',
    folder: 'session',
    exists: 'session',
    recent: 'session',
    forgetRecent: 'session',
    samples: 'session',
  },
  settings: { get: 'session', change: 'session' },
  shell: {
    info: 'shell',
    startupFile: 'shell',
    newWindow: 'shell',
    setTitle: 'shell',
    openDocumentation: 'shell',
    revealFile: 'shell',
  },
  jobs: { cancel: 'session' },
} as const satisfies { [Noun in keyof Api]: { [Method in keyof Api[Noun]]: 'capture' | 'session' | 'shell' } };

/** `packets.rows` and its like: a noun and a method with a dot. */
export type MethodName = { [Noun in keyof Api]: `${Noun}.${keyof Api[Noun] & string}` }[keyof Api];
