import type { Dissection } from '../dissection';
import type { MachineFact, SocketView } from '../dissection-context';
import { field } from '../fields/field';

/** What the capturing machine itself knew of a connection, noted while it was captured: its processes, and the kernel's view. */
export const machineFields = {
  process: field('wirestate.process', 'string', 'Process', 'Program on the capturing machine that has the connection', {
    generated: true,
  }),
  pid: field('wirestate.pid', 'uint32', 'Process id', 'Number of the process that has the connection', {
    generated: true,
  }),
  kernel: field('wirestate.kernel', 'none', "Kernel's view", 'What the kernel told of its end of the connection', {
    generated: true,
  }),
  time: field('wirestate.kernel.time', 'absolute-time', 'Asked at', 'When the kernel was asked', { generated: true }),
  state: field('wirestate.kernel.state', 'string', 'State', 'State of the socket, as the kernel calls it', {
    generated: true,
  }),
  inferred: field('wirestate.kernel.inferred', 'string', 'Inferred state', 'State inferred from packets at that time', {
    generated: true,
  }),
  differs: field('wirestate.kernel.differs', 'boolean', 'Differs', 'The inferred state is not that of the kernel', {
    generated: true,
  }),
  receiveQueue: field(
    'wirestate.kernel.receive_queue',
    'uint32',
    'Receive queue',
    'Bytes the process has not read yet',
    {
      generated: true,
      unit: 'bytes',
    },
  ),
  sendQueue: field('wirestate.kernel.send_queue', 'uint32', 'Send queue', 'Bytes not sent or not acknowledged yet', {
    generated: true,
    unit: 'bytes',
  }),
  congestionWindow: field('wirestate.kernel.cwnd', 'uint32', 'Congestion window', 'In segments', { generated: true }),
  threshold: field('wirestate.kernel.ssthresh', 'uint32', 'Slow start threshold', 'In segments', { generated: true }),
  retransmits: field('wirestate.kernel.retransmits', 'uint32', 'Retransmitted', 'Segments sent again until then', {
    generated: true,
  }),
  captured: field('wirestate.kernel.captured_retransmits', 'uint32', 'Resends captured', 'Of the end until then', {
    generated: true,
  }),
  unacknowledged: field('wirestate.kernel.unacked', 'uint32', 'Unacknowledged', 'Segments in flight', {
    generated: true,
  }),
  lost: field('wirestate.kernel.lost', 'uint32', 'Held lost', 'Segments in flight that the kernel takes for lost', {
    generated: true,
  }),
  roundTrip: field('wirestate.kernel.rtt', 'double', 'Smoothed round trip', 'In milliseconds', { generated: true }),
  timeout: field('wirestate.kernel.rto', 'double', 'Retransmission timeout', 'In milliseconds', { generated: true }),
} as const;

/** What `ss` calls a number, and the field that holds it. */
const numbers = {
  cwnd: machineFields.congestionWindow,
  ssthresh: machineFields.threshold,
  retrans: machineFields.retransmits,
  unacked: machineFields.unacknowledged,
  lost: machineFields.lost,
  rtt: machineFields.roundTrip,
  rto: machineFields.timeout,
} as const;

/** Adds whose connection it is, and what the kernel told of it nearest to this packet. */
export function addMachineView(dissection: Dissection): void {
  const { machine } = dissection.context;
  if (!machine || dissection.quoted) return;
  const fact = machine.at(dissection.frame.number - 1);
  if (fact === null) return;
  addProcesses(dissection, fact);
  for (const socket of fact.sockets) addSocket(dissection, socket);
}

function addProcesses(dissection: Dissection, { processes }: MachineFact): void {
  for (const { side, name, pid, isInferred } of processes) {
    const node = dissection.add(machineFields.process, 0, 0, name);
    const because = isInferred ? ', inferred: it listens there' : '';
    node.text = () => `Process of the ${side}: ${name === '' ? 'without a name' : name} (${pid})${because}`;
    dissection.add(machineFields.pid, 0, 0, pid);
  }
}

function addSocket(dissection: Dissection, socket: SocketView): void {
  const { side, state, inferred, differs, values } = socket;
  const node = dissection.group(machineFields.kernel, 0, 0, null);
  node.text = () => `Kernel's view of the ${side}: ${state}${differs ? `, where the packets say ${inferred}` : ''}`;
  dissection.add(machineFields.time, 0, 0, socket.time);
  dissection.add(machineFields.state, 0, 0, state);
  if (inferred !== '') {
    dissection.add(machineFields.inferred, 0, 0, inferred);
    dissection.add(machineFields.differs, 0, 0, differs);
  }
  dissection.add(machineFields.receiveQueue, 0, 0, socket.receiveQueue);
  dissection.add(machineFields.sendQueue, 0, 0, socket.sendQueue);
  for (const [name, fieldOfNumber] of Object.entries(numbers)) {
    const value = values[name];
    if (value !== undefined) dissection.add(fieldOfNumber, 0, 0, value);
  }
  dissection.add(machineFields.captured, 0, 0, socket.resends);
  dissection.end();
}
