import type { Dissection } from '../dissection';
import type { InferredFigure, MachineFact, SocketView } from '../dissection-context';
import { type Field, field } from '../fields/field';

/** What the capturing machine itself knew of a connection, noted while it was captured: its processes, and the kernel's view. */
export const machineFields = {
  process: field('wirestate.process', 'string', 'Process', 'Program on the capturing machine that has the connection', {
    generated: true,
  }),
  pid: field('wirestate.pid', 'uint32', 'Process id', 'Number of the process that has the connection', {
    generated: true,
  }),
  inferredProcess: field(
    'wirestate.process.inferred',
    'boolean',
    'Process inferred',
    'Its own socket was not seen: it is the process that listens at this end',
    { generated: true },
  ),
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
  differs: field('wirestate.kernel.differs', 'boolean', 'Differs', 'The kernel says otherwise than the packets', {
    generated: true,
  }),
  difference: field('wirestate.kernel.difference', 'string', 'Difference', 'What the kernel says otherwise', {
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
  arrived: field('wirestate.kernel.captured_arrived', 'uint64', 'Arrived', 'Payload captured on its way to the end', {
    generated: true,
    unit: 'bytes',
  }),
  inFlight: field('wirestate.kernel.in_flight', 'uint32', 'In flight', 'Bytes the kernel has sent, not acknowledged', {
    generated: true,
    unit: 'bytes',
  }),
  inferredInFlight: field(
    'wirestate.kernel.inferred_in_flight',
    'uint32',
    'In flight by the packets',
    'Bytes captured and not acknowledged at that time',
    { generated: true, unit: 'bytes' },
  ),
  windowBytes: field('wirestate.kernel.cwnd_bytes', 'uint64', 'Congestion window', 'In bytes, of full segments', {
    generated: true,
    unit: 'bytes',
  }),
  inferredRoundTrip: field(
    'wirestate.kernel.inferred_rtt',
    'double',
    'Smoothed round trip by the packets',
    'In milliseconds, as RFC 6298 smooths it',
    { generated: true, unit: 'ms' },
  ),
  congestionWindow: field('wirestate.kernel.cwnd', 'uint32', 'Congestion window', 'In segments', {
    generated: true,
    unit: 'segments',
  }),
  threshold: field('wirestate.kernel.ssthresh', 'uint32', 'Slow start threshold', 'In segments', {
    generated: true,
    unit: 'segments',
  }),
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
  roundTrip: field('wirestate.kernel.rtt', 'double', 'Smoothed round trip', 'In milliseconds', {
    generated: true,
    unit: 'ms',
  }),
  timeout: field('wirestate.kernel.rto', 'double', 'Retransmission timeout', 'In milliseconds', {
    generated: true,
    unit: 'ms',
  }),
} as const;

/** What `ss` calls a number that is not compared, and the field that holds it. */
const numbers = {
  ssthresh: machineFields.threshold,
  unacked: machineFields.unacknowledged,
  lost: machineFields.lost,
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
    if (isInferred) dissection.add(machineFields.inferredProcess, 0, 0, true);
  }
}

function addSocket(dissection: Dissection, socket: SocketView): void {
  const { side, state, inferred, figures } = socket;
  const differences = differencesOf(socket);
  const node = dissection.group(machineFields.kernel, 0, 0, null);
  const otherwise = socket.differs ? `, where the packets say ${inferred}` : '';
  const others = differences.filter((name) => name !== 'state');
  const marked = others.length > 0 ? `; the packets say otherwise of ${others.join(', ')}` : '';
  node.text = () => `Kernel's view of the ${side}: ${state}${otherwise}${marked}`;
  dissection.add(machineFields.time, 0, 0, socket.time);
  dissection.add(machineFields.state, 0, 0, state);
  if (inferred !== '') dissection.add(machineFields.inferred, 0, 0, inferred);
  dissection.add(machineFields.receiveQueue, 0, 0, socket.receiveQueue);
  addInferred(dissection, machineFields.arrived, figures.arrived);
  dissection.add(machineFields.sendQueue, 0, 0, socket.sendQueue);
  if (figures.kernelInFlight !== null) dissection.add(machineFields.inFlight, 0, 0, figures.kernelInFlight);
  addInferred(dissection, machineFields.inferredInFlight, figures.inFlight);
  addNumbers(dissection, socket);
  dissection.add(machineFields.differs, 0, 0, differences.length > 0);
  for (const name of differences) dissection.add(machineFields.difference, 0, 0, name);
  dissection.end();
}

function addNumbers(dissection: Dissection, { values, figures }: SocketView): void {
  const { cwnd, mss, retrans, rtt } = values;
  if (cwnd !== undefined) dissection.add(machineFields.congestionWindow, 0, 0, cwnd);
  if (cwnd !== undefined && mss !== undefined)
    dissection.add(machineFields.windowBytes, 0, 0, BigInt(Math.round(cwnd * mss)));
  // ss leaves out what is zero.
  dissection.add(machineFields.retransmits, 0, 0, retrans ?? 0);
  addInferred(dissection, machineFields.captured, figures.resends);
  if (rtt !== undefined) dissection.add(machineFields.roundTrip, 0, 0, rtt);
  addInferred(dissection, machineFields.inferredRoundTrip, figures.roundTrip);
  for (const [name, fieldOfNumber] of Object.entries(numbers)) {
    const value = values[name];
    if (value !== undefined) dissection.add(fieldOfNumber, 0, 0, value);
  }
}

function addInferred(dissection: Dissection, of: Field, figure: InferredFigure | null): void {
  if (figure === null) return;
  const value = of.type === 'double' ? Number(figure.inferred.toFixed(3)) : figure.inferred;
  const node = dissection.add(of, 0, 0, of.type === 'uint64' ? BigInt(value) : value);
  if (figure.differs) node.text = () => `${of.label}: ${value}, which differs`;
}

/** What the packets say otherwise than the kernel, in words. */
export function differencesOf({ differs, figures }: SocketView): readonly string[] {
  const { arrived, inFlight, resends, roundTrip } = figures;
  return [
    ...(differs ? ['state'] : []),
    ...(arrived.differs ? ['receive queue'] : []),
    ...(inFlight?.differs ? ['bytes in flight'] : []),
    ...(resends.differs ? ['resends'] : []),
    ...(roundTrip?.differs ? ['round trip'] : []),
  ];
}
