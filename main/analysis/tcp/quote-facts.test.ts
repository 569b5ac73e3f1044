import { expect, it } from 'vitest';
import { QuoteFacts } from './quote-facts';
import { Conversation } from './testing/conversation';

// What tshark 4.0 shows of the segments that a router's "fragmentation needed" quotes: the error counts for the connection's times.

it('tells where the errors stand in their connection, in any order', () => {
  const conversation = new Conversation().opens().client('A', { length: 1448 }).client('A', { length: 1448 });
  conversation.later(0.001).icmpQuotes(1, 'A');
  conversation.later(0.002).icmpQuotes(1449, 'A');
  const { store, tracker } = conversation;
  const facts = new QuoteFacts(store, tracker);
  const later = { completeness: 15, sinceFirst: 33_000_000n, sincePrevious: 2_000_000n };
  expect(facts.at(6)).toEqual(later);
  expect(facts.at(5)).toEqual({ completeness: 15, sinceFirst: 31_000_000n, sincePrevious: 1_000_000n });
  expect(facts.at(6)).toEqual(later);
});

it('tells it of the first packet of a connection, and while the capture grows', () => {
  const conversation = new Conversation();
  conversation.icmpQuotes(0, 'S');
  const { store, tracker } = conversation;
  const facts = new QuoteFacts(store, tracker);
  expect(facts.at(0)).toEqual({ completeness: 0, sinceFirst: 0n, sincePrevious: 0n });
  conversation.later(0.5).client('S').later(0.25).icmpQuotes(0, 'S');
  expect(facts.at(2)).toEqual({ completeness: 1, sinceFirst: 750_000_000n, sincePrevious: 250_000_000n });
});

it('tells nothing of segments, and of errors that quote eight bytes', () => {
  const conversation = new Conversation().opens();
  conversation.icmpQuotes(1);
  const facts = new QuoteFacts(conversation.store, conversation.tracker);
  expect(facts.at(0)).toBeNull();
  expect(facts.at(3)).toBeNull();
});
