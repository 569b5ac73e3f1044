import { describe, expect, it } from 'vitest';
import { dissectBytes, firstValue, hexBytes, readEveryTruncation, valuesOf } from '../testing/dissect-bytes';

const [one, two] = ['0180c2000000', '020000000002'];
const typed = (type: string, text: string) => hexBytes(`${one} ${two} ${type} ${text}`);
const counted = (text: string) => {
  const length = hexBytes(text).length.toString(16).padStart(4, '0');
  return hexBytes(`${one} ${two} ${length} ${text}`);
};

describe('spanning tree', () => {
  const times = '0100 1400 0200 0f00';

  it('reads a configuration BPDU', () => {
    const bytes = counted(`4242 03 0000 00 00 01 8001 020000000003 00000013 8001 020000000004 8002 ${times}`);
    const dissection = dissectBytes(bytes);
    expect(firstValue(dissection, 'stp.flags.tc')).toBe(true);
    expect(firstValue(dissection, 'stp.root.prio')).toBe(32768);
    expect(firstValue(dissection, 'stp.root.ext')).toBe(1);
    expect(firstValue(dissection, 'stp.max_age')).toBe(20);
    expect(dissection.info).toBe('Spanning Tree, root 32768/1/02:00:00:00:00:03, cost 19, port 0x8002');
    expect(readEveryTruncation(bytes)).toBeGreaterThan(0);
  });

  it('reads the port role of a rapid one', () => {
    const text = `4242 03 0000 02 02 3c 8001 020000000003 00000013 8001 020000000004 8002 ${times} 00`;
    expect(firstValue(dissectBytes(counted(text)), 'stp.flags.port_role')).toBe(3);
  });

  it('leaves attribute registration alone, which shares its access point', () => {
    const dissection = dissectBytes(counted('4242 03 0001 0102'));
    expect(firstValue(dissection, 'stp.version')).toBeUndefined();
    expect(valuesOf(dissection, 'data.data')).toEqual(['00010102']);
  });
});

describe('discovery', () => {
  it('reads LLDP', () => {
    const pieces = '0207 04 020000000009 0405 05 67653032 0602 0078 0a03 737730 0000';
    const bytes = typed('88cc', pieces);
    const dissection = dissectBytes(bytes);
    expect(firstValue(dissection, 'lldp.chassis.id.mac')).toBe('020000000009');
    expect(firstValue(dissection, 'lldp.port.id')).toBe('ge02');
    expect(firstValue(dissection, 'lldp.time_to_live')).toBe(120);
    expect(dissection.info).toBe('chassis 02:00:00:00:00:09, port ge02, system sw0');
    expect(readEveryTruncation(bytes)).toBeGreaterThan(0);
  });

  it('reads CDP', () => {
    const pieces =
      '0001 0008 73773031 0003 0006 6531 0002 0011 00000001 01 01 cc 0004 c0a80001 000a 0006 000a 000b 0005 01';
    const bytes = counted(`aaaa 03 00000c 2000 02 b4 1234 ${pieces}`);
    const dissection = dissectBytes(bytes);
    expect(firstValue(dissection, 'cdp.nrgyz.ip_address')).toBe('192.168.0.1');
    expect(firstValue(dissection, 'cdp.native_vlan')).toBe(10);
    expect(firstValue(dissection, 'cdp.duplex')).toBe(true);
    expect(dissection.info).toBe('Device ID sw01, Port ID e1');
    expect(readEveryTruncation(bytes)).toBeGreaterThan(0);
  });

  it('calls a CDP piece shorter than its own header malformed, and ends', () => {
    const dissection = dissectBytes(counted('aaaa 03 00000c 2000 02 b4 1234 0001 0000 0001 0000'));
    expect(dissection.faults.map((fault) => fault.kind)).toEqual(['malformed']);
  });
});

describe('other protocols of the link', () => {
  it('LACP', () => {
    const end = (kind: string, port: string, state: string) =>
      `${kind} 14 8000 02000000000a 000d 8000 ${port} ${state} 000000`;
    const bytes = typed('8809', `01 01 ${end('01', '0016', '3d')} ${end('02', '0019', '36')}`);
    const dissection = dissectBytes(bytes);
    expect(firstValue(dissection, 'slow.subtype')).toBe(1);
    expect(firstValue(dissection, 'lacp.actor.port')).toBe(22);
    expect(firstValue(dissection, 'lacp.partner.state.synchronization')).toBe(false);
    expect(dissection.info).toBe('Actor port 22 [A*GSCD**], partner port 25 [*TG*CD**]');
    expect(readEveryTruncation(bytes)).toBeGreaterThan(0);
  });

  it('EAPOL, whose length tells the trailer', () => {
    const dissection = dissectBytes(typed('888e', '02 00 0004 03 07 0004 0102'));
    expect(dissection.info).toBe('EAP packet, Success');
    expect(valuesOf(dissection, 'eth.trailer')).toEqual(['0102']);
  });

  it('configuration testing', () => {
    const dissection = dissectBytes(typed('9000', '0000 0200 020000000007 0100 2a00'));
    expect(firstValue(dissection, 'loop.forwarding_address')).toBe('020000000007');
    expect(firstValue(dissection, 'loop.receipt_number')).toBe(42);
  });

  it('IS-IS by the kind of its PDU', () => {
    expect(dissectBytes(counted('fefe 03 83 14 01 00 12 01 0000')).info).toBe('IS-IS Level 1 LSP');
  });

  it('SLARP', () => {
    const dissection = dissectBytes(hexBytes('8f00 8035 00000002 0000000a 00000009 ffff'), 104);
    expect(dissection.info).toBe('Keep-alive, sent 10, seen 9');
  });

  it('MACsec that is only authenticated lets its payload be read', () => {
    const packet = '4500001c 00010000 40110000 0a000001 0a000002 1388 1770 0008 0000';
    const bytes = typed('88e5', `20 1e 00000042 020000000009 0064 0800 ${packet} ${'ab'.repeat(16)}`);
    const dissection = dissectBytes(bytes);
    expect(firstValue(dissection, 'macsec.ICV')).toBe('ab'.repeat(16));
    expect(firstValue(dissection, 'udp.srcport')).toBe(5000);
    expect(readEveryTruncation(bytes)).toBeGreaterThan(0);
  });
});
