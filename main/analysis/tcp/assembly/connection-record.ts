import { ConnectionWord } from './constants';

/** The words of one end, in the order of `EndWord`. */
@unmanaged
export class End {
  bits: i32;
  initialSequence: i32;
  nextSequence: i32;
  nextSequenceRow: i32;
  acknowledgeable: i32;
  acknowledgment: i32;
  acknowledgmentRow: i32;
  originalRow: i32;
  duplicates: i32;
  window: i32;
  finish: i32;
  state: i32;
}

/** The words of a connection, in the order of `ConnectionWord`; of a UDP conversation the first six. */
@unmanaged
export class Connection {
  clientAddress: i32;
  serverAddress: i32;
  ports: i32;
  first: i32;
  last: i32;
  earlier: i32;
  synRow: i32;
  handshakeRow: i32;

  end(isServer: bool): End {
    const word = isServer ? ConnectionWord.serverEnd : ConnectionWord.clientEnd;
    return changetype<End>(changetype<usize>(this) + ((<usize>word) << 2));
  }

  /** Whether a packet from there goes from the server to the client. */
  isFromServer(address: i32, port: i32): bool {
    return this.clientAddress != address || this.ports >>> 16 != port;
  }
}
