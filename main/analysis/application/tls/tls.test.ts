import { describe, expect, it } from 'vitest';
import {
  dissectBytes,
  firstValue,
  hexBytes,
  LinkType,
  readEveryTruncation,
  valuesOf,
} from '../../testing/dissect-bytes';
import { tcpPacket } from '../../transport/testing/ip-packets';
import { subjectCommonName } from './certificate-name';

const raw = LinkType.ipv4;
const length = (text: string, bytes: number) =>
  hexBytes(text)
    .length.toString(16)
    .padStart(bytes * 2, '0');
const prefixed = (bytes: number, text: string) => length(text, bytes) + text;
const extension = (type: string, content: string) => type + prefixed(2, content);
const message = (type: string, content: string) => type + prefixed(3, content);
const record = (type: string, content: string) => `${type}0303${prefixed(2, content)}`;
const read = (content: string, destinationPort = 443) =>
  dissectBytes(tcpPacket({ destinationPort, payload: hexBytes(content) }), raw);

const random = '11'.repeat(32);
const serverName = prefixed(2, `00${prefixed(2, '6578616d706c652e6f7267')}`);
const clientHello = message(
  '01',
  `0303${random}00${prefixed(2, '1301c02f')}${prefixed(1, '00')}${prefixed(
    2,
    extension('0000', serverName) +
      extension('0010', prefixed(2, prefixed(1, '6832') + prefixed(1, '687474702f312e31'))) +
      extension('002b', prefixed(1, '03040303')) +
      extension('000a', prefixed(2, '001d0017')) +
      extension('000d', prefixed(2, '04030804')) +
      extension('0033', prefixed(2, `001d${prefixed(2, 'aa'.repeat(32))}`)),
  )}`,
);
const serverHello = message(
  '02',
  `0303${random}00130100${prefixed(2, extension('002b', '0304') + extension('0033', `001d${prefixed(2, 'bb'.repeat(32))}`))}`,
);

describe('a ClientHello (RFC 8446 §4.1.2)', () => {
  const dissection = read(record('16', clientHello));

  it.each([
    ['tls.record.content_type', [22]],
    ['tls.record.version', [0x0303]],
    ['tls.handshake.type', [1]],
    ['tls.handshake.version', [0x0303]],
    ['tls.handshake.random', [random]],
    ['tls.handshake.ciphersuite', [0x1301, 0xc02f]],
    ['tls.handshake.extension.type', [0, 16, 43, 10, 13, 51]],
    ['tls.handshake.extensions_server_name', ['example.org']],
    ['tls.handshake.extensions_alpn_str', ['h2', 'http/1.1']],
    ['tls.handshake.extensions.supported_version', [0x0304, 0x0303]],
    ['tls.handshake.extensions_supported_group', [29, 23]],
    ['tls.handshake.sig_hash_alg', [0x0403, 0x0804]],
    ['tls.handshake.extensions_key_share_group', [29]],
  ])('reads %s', (name, values) => {
    expect(valuesOf(dissection, name)).toEqual(values);
    expect(dissection.faults).toEqual([]);
  });

  it('says whom the client wants', () => {
    expect(dissection.info).toBe('Client Hello (SNI=example.org ALPN=h2,http/1.1)');
  });

  it('is found on any port', () => {
    expect(read(record('16', clientHello), 12_345).protocolNames).toContain('tls');
  });

  it('shows what a first segment holds of it, and takes the rest for no fault', () => {
    const bytes = hexBytes(record('16', clientHello));
    for (let cut = 9; cut < bytes.length; cut++) {
      const part = dissectBytes(tcpPacket({ destinationPort: 443, payload: bytes.slice(0, cut) }), raw);
      expect(part.faults).toEqual([]);
      expect(part.info).toContain(`${cut - 5} of ${bytes.length - 5} bytes`);
    }
  });

  it('takes an extension longer than all of them for a fault', () => {
    const bad = record('16', message('01', `0303${random}00${prefixed(2, '1301')}${prefixed(1, '00')}0004 0000 0010`));
    expect(read(bad).faults).toMatchObject([{ protocol: 'tls', kind: 'malformed' }]);
  });
});

describe('other records', () => {
  it('reads what the server chose', () => {
    const dissection = read(record('16', serverHello));
    expect(valuesOf(dissection, 'tls.handshake.ciphersuite')).toEqual([0x1301]);
    expect(dissection.info).toBe('Server Hello (TLS 1.3 TLS_AES_128_GCM_SHA256)');
  });

  it('reads several in a segment', () => {
    const dissection = read(record('16', serverHello) + record('14', '01') + record('17', 'aabb') + record('17', 'cc'));
    expect(valuesOf(dissection, 'tls.record.content_type')).toEqual([22, 20, 23, 23]);
    expect(dissection.info).toContain('Change Cipher Spec, Application Data ×2');
  });

  it('reads an alert', () => {
    const dissection = read(record('15', '0228'));
    expect(firstValue(dissection, 'tls.alert_message.desc')).toBe(40);
    expect(dissection.info).toBe('Alert: Fatal, Handshake failure');
  });

  it('takes a handshake record behind the change of cipher for encrypted', () => {
    const dissection = read(record('14', '01') + record('16', '0100000401020304'));
    expect(valuesOf(dissection, 'tls.handshake.type')).toEqual([]);
    expect(dissection.info).toBe('Change Cipher Spec, Encrypted Handshake');
  });

  it.each([
    ['a content type that is none', '1903030001aa'],
    ['a version that is none', '1602030001aa'],
    ['length 0', '1603030000'],
    ['a length that cannot be', '160303ffff01'],
  ])('does not take %s for TLS', (_, content) => {
    expect(read(content, 8443).protocolNames).not.toContain('tls');
  });

  it('takes whatever comes to a port of TLS alone for the rest of a message, as tshark does', () => {
    const dissection = read('fe8199');
    expect(dissection.protocolNames).toEqual(['frame', 'ip', 'tcp', 'tls']);
    expect(valuesOf(dissection, 'tls.record')).toEqual([]);
  });
});

describe('a certificate', () => {
  const der = (tag: string, ...content: string[]) => tag + prefixed(1, content.join(''));
  const named = (text: string) => der('30', der('31', der('30', '0603550403', der('0c', text))));
  const certificate = der(
    '30',
    der('30', 'a003020102', '020101', der('30', '0500'), named('4341'), der('30', '0500'), named('6162'), '0500'),
  );

  it('gives the name of its subject, not of who issued it', () => {
    const bytes = hexBytes(certificate);
    expect(subjectCommonName(bytes, 0, bytes.length)).toBe('ab');
  });

  it('gives no name where bytes are missing', () => {
    const bytes = hexBytes(certificate);
    for (let end = 0; end < bytes.length; end++) expect(subjectCommonName(bytes, 0, end)).toBe('');
  });

  it('is said in the list', () => {
    const dissection = read(record('16', message('0b', prefixed(3, prefixed(3, certificate)))));
    expect(dissection.info).toBe('Certificate (ab)');
  });
});

it('survives every truncation', () => {
  const packet = tcpPacket({ destinationPort: 443, payload: hexBytes(record('16', clientHello)) });
  expect(readEveryTruncation(packet, raw)).toBeGreaterThan(0);
});

describe('fingerprints', () => {
  it('leave out what is sent to keep peers tolerant (RFC 8701)', () => {
    const hello = message(
      '01',
      `0303${random}00${prefixed(2, '0a0a1301c02f')}${prefixed(1, '00')}${prefixed(
        2,
        extension('1a1a', '') +
          extension('000a', prefixed(2, '2a2a001d0017')) +
          extension('000b', prefixed(1, '00')) +
          extension('ff01', '00'),
      )}`,
    );
    const dissection = read(record('16', hello));
    expect(valuesOf(dissection, 'tls.handshake.ja3_full')).toEqual(['771,4865-49199,10-11-65281,29-23,0']);
  });

  it('are the MD5 digest of the text', () => {
    // What tshark prints for this ServerHello's text.
    const dissection = read(
      record(
        '16',
        message(
          '02',
          `0303${random}00c03000${prefixed(2, extension('ff01', '00') + extension('000b', prefixed(1, '000102')) + extension('0010', prefixed(2, prefixed(1, '6832'))) + extension('0017', ''))}`,
        ),
      ),
    );
    expect(valuesOf(dissection, 'tls.handshake.ja3s_full')).toEqual(['771,49200,65281-11-16-23']);
    expect(valuesOf(dissection, 'tls.handshake.ja3s')).toEqual(['6aea764ee67f71caf3dc723118906199']);
  });
});

describe('messages of TLS 1.2 around the keys (RFC 5246 §7.4, RFC 8422 §5.4)', () => {
  it('a server key is signed by an algorithm that is named', () => {
    const dissection = read(
      record('16', message('0c', `03001d${prefixed(1, 'cc'.repeat(32))}0804${prefixed(2, 'dd'.repeat(8))}`)),
    );
    expect(valuesOf(dissection, 'tls.handshake.server_named_curve')).toEqual([0x1d]);
    expect(valuesOf(dissection, 'tls.handshake.sig_hash_alg')).toEqual([0x0804]);
    expect(valuesOf(dissection, 'tls.handshake.sig_len')).toEqual([8]);
  });

  it('before TLS 1.2 by one that is not', () => {
    const dissection = read(
      record('16', message('0c', `03001d${prefixed(1, 'cc'.repeat(32))}${prefixed(2, 'dd'.repeat(8))}`)),
    );
    expect(valuesOf(dissection, 'tls.handshake.sig_hash_alg')).toEqual([]);
    expect(valuesOf(dissection, 'tls.handshake.sig_len')).toEqual([8]);
  });

  it('a certificate request lists types, algorithms and authorities', () => {
    const dissection = read(
      record('16', message('0d', `${prefixed(1, '0140')}${prefixed(2, '04010403')}${prefixed(2, 'aabb')}`)),
    );
    expect(valuesOf(dissection, 'tls.handshake.cert_type')).toEqual([1, 0x40]);
    expect(valuesOf(dissection, 'tls.handshake.sig_hash_alg')).toEqual([0x0401, 0x0403]);
    expect(valuesOf(dissection, 'tls.handshake.dnames_len')).toEqual([2]);
  });

  it('whatever is cut off, nothing throws', () => {
    for (const content of [
      `03001d${prefixed(1, 'cc'.repeat(32))}0804${prefixed(2, 'dd'.repeat(8))}`,
      '03001dff',
      '03',
      '0000',
    ])
      for (const type of ['0c', '0d', '0f', '04'])
        readEveryTruncation(
          tcpPacket({ destinationPort: 443, payload: hexBytes(record('16', message(type, content))) }),
          raw,
        );
  });
});
