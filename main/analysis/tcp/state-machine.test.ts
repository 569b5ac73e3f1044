import { describe, expect, it } from 'vitest';
import { Conversation } from './testing/conversation';

describe('opening (RFC 9293 §3.5, figure 5)', () => {
  it('CLOSED to SYN_SENT: active OPEN sends SYN (§3.10.1)', () => {
    expect(new Conversation().client('S').states()).toEqual(['SYN_SENT', 'LISTEN']);
  });

  it('LISTEN to SYN_RCVD: a SYN is answered with SYN,ACK (§3.10.7.2)', () => {
    expect(new Conversation().client('S').server('SA').states()[1]).toBe('SYN_RCVD');
  });

  it('SYN_SENT to ESTABLISHED: SYN,ACK received (§3.10.7.3)', () => {
    expect(new Conversation().client('S').server('SA').states()[0]).toBe('ESTABLISHED');
  });

  it('SYN_SENT stays where the ACK acknowledges no SYN (§3.10.7.3)', () => {
    expect(new Conversation().client('S').server('SA', { acknowledges: 0 }).states()[0]).toBe('SYN_SENT');
  });

  it('SYN_RCVD to ESTABLISHED: the ACK of the SYN received (§3.10.7.4)', () => {
    const conversation = new Conversation().opens();
    expect(conversation.states()).toEqual(['ESTABLISHED', 'ESTABLISHED']);
    expect(conversation.path('server')).toEqual(['LISTEN', 'SYN_RCVD', 'ESTABLISHED']);
    expect(conversation.path('client')).toEqual(['SYN_SENT', 'ESTABLISHED']);
    expect(conversation.description().handshake).toBe('complete');
  });

  it('SYN_SENT to SYN_RCVD: SYNs cross (§3.5, figure 8)', () => {
    const conversation = new Conversation().client('S').server('S');
    expect(conversation.states()).toEqual(['SYN_RCVD', 'SYN_SENT']);
    conversation.client('SA', { sequence: 0 }).server('SA', { sequence: 0 });
    expect(conversation.states()).toEqual(['ESTABLISHED', 'ESTABLISHED']);
    expect(conversation.path('client')).toEqual(['SYN_SENT', 'SYN_RCVD', 'ESTABLISHED']);
    expect(conversation.path('server')).toEqual(['SYN_SENT', 'SYN_RCVD', 'ESTABLISHED']);
    expect(conversation.description().handshake).toBe('simultaneous');
  });

  it('SYN_SENT to CLOSED: refused (§3.5.2)', () => {
    const conversation = new Conversation().client('S').server('RA');
    expect(conversation.states()).toEqual(['CLOSED', 'CLOSED']);
    expect(conversation.description()).toMatchObject({ handshake: 'partial', close: 'reset' });
    expect(conversation.description().states.server.at(-1)?.why).toMatch(/refuses/);
  });

  it('a refused end may be opened again with the same SYN', () => {
    expect(
      new Conversation().client('S').server('RA').client('S', { sequence: 0 }).server('SA', { sequence: 0 }).states(),
    ).toEqual(['ESTABLISHED', 'SYN_RCVD']);
  });

  it('data on the handshake ACK opens as well', () => {
    expect(new Conversation().client('S').server('SA').client('PA', { length: 10 }).states()[1]).toBe('ESTABLISHED');
  });

  it('is PARTIAL where the beginning was not seen', () => {
    const conversation = new Conversation().client('PA', { sequence: 7, length: 10 }).server('A');
    expect(conversation.states()).toEqual(['PARTIAL', 'PARTIAL']);
    expect(conversation.description().handshake).toBe('none');
  });

  it('infers ESTABLISHED where the SYN,ACK was not captured', () => {
    const conversation = new Conversation().client('S').server('SA');
    const blind = new Conversation().client('S').client('A', { sequence: 1, acknowledges: 1 });
    expect(conversation.states()[0]).toBe(blind.states()[0]);
    expect(blind.description().handshake).toBe('partial');
  });
});

describe('closing (RFC 9293 §3.6, figure 5)', () => {
  it('ESTABLISHED to FIN_WAIT_1 and CLOSE_WAIT: CLOSE sends FIN (§3.10.4, §3.10.7.4)', () => {
    expect(new Conversation().opens().client('FA').states()).toEqual(['FIN_WAIT_1', 'CLOSE_WAIT']);
  });

  it('FIN_WAIT_1 to FIN_WAIT_2: the FIN is acknowledged', () => {
    expect(new Conversation().opens().client('FA').server('A').states()).toEqual(['FIN_WAIT_2', 'CLOSE_WAIT']);
  });

  it('CLOSE_WAIT to LAST_ACK and FIN_WAIT_2 to TIME_WAIT: the other end closes', () => {
    expect(new Conversation().opens().client('FA').server('A').server('FA').states()).toEqual([
      'TIME_WAIT',
      'LAST_ACK',
    ]);
  });

  it('LAST_ACK to CLOSED: four segments (figure 12)', () => {
    const conversation = new Conversation().opens().client('FA').server('A').server('FA').client('A');
    expect(conversation.states()).toEqual(['TIME_WAIT', 'CLOSED']);
    expect(conversation.description().close).toBe('four-segment');
    expect(conversation.path('client').slice(2)).toEqual(['FIN_WAIT_1', 'FIN_WAIT_2', 'TIME_WAIT']);
    expect(conversation.path('server').slice(3)).toEqual(['CLOSE_WAIT', 'LAST_ACK', 'CLOSED']);
  });

  it('FIN_WAIT_1 to TIME_WAIT: FIN,ACK answers FIN (three segments)', () => {
    const conversation = new Conversation().opens().client('FA').server('FA');
    expect(conversation.states()).toEqual(['TIME_WAIT', 'LAST_ACK']);
    expect(conversation.client('A').description().close).toBe('three-segment');
  });

  it('FIN_WAIT_1 to CLOSING to TIME_WAIT: FINs cross (figure 13)', () => {
    const conversation = new Conversation().opens().client('FA', { lost: true }).server('FA');
    expect(conversation.states()).toEqual(['CLOSING', 'FIN_WAIT_1']);
    conversation.client('A').server('A', { acknowledges: 2 });
    expect(conversation.states()).toEqual(['TIME_WAIT', 'TIME_WAIT']);
    expect(conversation.path('client').slice(2)).toEqual(['FIN_WAIT_1', 'CLOSING', 'TIME_WAIT']);
    expect(conversation.path('server').slice(3)).toEqual(['FIN_WAIT_1', 'TIME_WAIT']);
    expect(conversation.description().close).toBe('simultaneous');
  });

  it('a FIN may ride on data', () => {
    expect(new Conversation().opens().client('FPA', { length: 100 }).server('A').states()).toEqual([
      'FIN_WAIT_2',
      'CLOSE_WAIT',
    ]);
  });

  it('a FIN behind a gap is received when the gap is filled', () => {
    const conversation = new Conversation().opens().client('FA', { sequence: 101, length: 100 });
    expect(conversation.states()).toEqual(['FIN_WAIT_1', 'ESTABLISHED']);
    expect(conversation.later(0.5).client('A', { sequence: 1, length: 100 }).states()[1]).toBe('CLOSE_WAIT');
  });

  it('half a close: the other end goes on sending', () => {
    const conversation = new Conversation().opens().client('FA').server('A').server('PA', { length: 500 }).client('A');
    expect(conversation.states()).toEqual(['FIN_WAIT_2', 'CLOSE_WAIT']);
    expect(conversation.description().close).toBe('half');
  });

  it('SYN_RCVD to FIN_WAIT_1: CLOSE before the handshake is over (§3.10.4)', () => {
    expect(new Conversation().client('S').server('SA').server('FA').states()[1]).toBe('FIN_WAIT_1');
  });

  it('casts doubt on what a FIN sent again may not have caused', () => {
    const states = new Conversation()
      .opens()
      .client('FA')
      .later(0.3)
      .client('FA', { sequence: 1 })
      .description().states;
    expect(states.server.at(-1)).toMatchObject({ state: 'CLOSE_WAIT', doubt: 'FIN was sent again' });
  });
});

describe('TIME_WAIT (RFC 9293 §3.6.1)', () => {
  const closed = () => new Conversation().opens().client('FA').server('FA').client('A');

  it('ends by its timer after 60 s', () => {
    const conversation = closed().later(61);
    conversation.icmpQuotes(0);
    expect(conversation.description().states.client.at(-1)).toMatchObject({
      state: 'CLOSED',
      packet: null,
      inferred: true,
    });
  });

  it('has not ended where the capture ends before', () => {
    expect(closed().path('client').at(-1)).toBe('TIME_WAIT');
  });

  it('starts again when the FIN comes again (§3.10.7.4, eighth)', () => {
    const conversation = closed().later(40).server('FA', { sequence: 1 }).later(40);
    conversation.icmpQuotes(0);
    expect(conversation.path('client').at(-1)).toBe('TIME_WAIT');
  });

  it('ends when the ports are taken for another connection', () => {
    const conversation = closed().later(5).client('S', { sequence: 100_000 });
    expect(conversation.tracker.tcp.count).toBe(2);
    expect(conversation.verdicts()).toEqual(['reusedPorts']);
    expect(conversation.description().states.client.at(-1)).toMatchObject({ state: 'CLOSED', packet: 7 });
  });
});

describe('resets (RFC 9293 §3.5.2)', () => {
  const ways: [string, () => Conversation][] = [
    ['ESTABLISHED', () => new Conversation().opens()],
    ['FIN_WAIT_1', () => new Conversation().opens().client('FA')],
    ['FIN_WAIT_2', () => new Conversation().opens().client('FA').server('A')],
    ['TIME_WAIT', () => new Conversation().opens().client('FA').server('FA')],
    ['PARTIAL', () => new Conversation().client('A', { sequence: 9 }).server('A')],
  ];
  it.each(ways)('%s to CLOSED', (state, make) => {
    const conversation = make();
    expect(conversation.states()[0]).toBe(state);
    expect(conversation.server('R').states()).toEqual(['CLOSED', 'CLOSED']);
  });

  it('CLOSE_WAIT and LAST_ACK to CLOSED', () => {
    expect(new Conversation().opens().client('FA').client('R').states()).toEqual(['CLOSED', 'CLOSED']);
    expect(new Conversation().opens().client('FA').server('FA').client('R').states()).toEqual(['CLOSED', 'CLOSED']);
  });

  it('CLOSING to CLOSED', () => {
    const conversation = new Conversation().opens().client('FA', { lost: true }).server('FA');
    expect(conversation.states()[0]).toBe('CLOSING');
    expect(conversation.server('R').states()[0]).toBe('CLOSED');
  });

  it('SYN_RCVD to LISTEN: the half-open connection is given up (§3.10.7.4, second)', () => {
    expect(new Conversation().client('S').server('SA').client('R').states()).toEqual(['CLOSED', 'LISTEN']);
  });

  it('do nothing outside the window (§3.10.7.4, first; RFC 5961 §3.2)', () => {
    const conversation = new Conversation().opens().client('R', { sequence: 500_000 });
    expect(conversation.states()).toEqual(['CLOSED', 'ESTABLISHED']);
  });

  it('leave both ends CLOSED where nothing else of the connection was captured', () => {
    const conversation = new Conversation().client('R');
    expect(conversation.description()).toMatchObject({ handshake: 'none', close: 'reset' });
    expect(conversation.path('client')).toEqual(['CLOSED']);
    expect(conversation.path('server')).toEqual(['CLOSED']);
    expect(new Conversation().server('RA', { sequence: 9 }).description().close).toBe('reset');
  });

  it('make the close a reset, but not one that was over', () => {
    expect(new Conversation().opens().client('RA').description().close).toBe('reset');
    const over = new Conversation().opens().client('FA').server('A').server('FA').client('A').client('R');
    expect(over.description().close).toBe('four-segment');
  });
});
