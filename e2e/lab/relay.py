"""The network between the lab's two hosts: forwards Ethernet frames between two tap devices, late, and misbehaves by a
seeded script.

usage: python3 relay.py CONFIG.json LOG.jsonl TAP_SENDER TAP_RECEIVER

Creates the taps, prints "ready", waits for a line on standard input (the taps have then been moved to their hosts),
forwards until another line or the end of input, prints "done".
The configuration and a line of the log are described in README.md. Standard library only.
"""

import fcntl
import heapq
import json
import os
import random
import select
import struct
import sys
import time

TUNSETIFF = 0x400454CA
IFF_TAP = 0x0002
IFF_NO_PI = 0x1000
FIN, SYN, RST = 1, 2, 4
SIDES = ("sender", "receiver")


def open_tap(name):
    descriptor = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(descriptor, TUNSETIFF, struct.pack("16sH22x", name.encode(), IFF_TAP | IFF_NO_PI))
    return descriptor


def describe(frame):
    """The TCP header's numbers of an Ethernet frame, or None when it carries no TCP over IPv4."""
    if len(frame) < 54 or frame[12:14] != b"\x08\x00" or frame[23] != 6:
        return None
    header = (frame[14] & 15) * 4
    total, identification = struct.unpack_from("!HH", frame, 16)
    source, destination, sequence, acknowledgment, offset, flags = struct.unpack_from("!HHIIBB", frame, 14 + header)
    return {
        "id": identification,
        "sport": source,
        "dport": destination,
        "seq": sequence,
        "ack": acknowledgment,
        "len": total - header - (offset >> 4) * 4,
        "flags": flags,
    }


class Rule:
    """One line of the script: which frames it is about, and what happens to them."""

    def __init__(self, spec, generator):
        self.spec = spec
        self.generator = generator
        self.seen = 0
        self.indexes = set(spec.get("indexes", ()))
        self.left = spec.get("limit", 1 << 60)

    def applies(self, side, tcp, resend):
        spec = self.spec
        if side != spec["from"] or self.left <= 0 or not self.matches(tcp, resend):
            return False
        self.seen += 1
        if self.seen <= spec.get("skip", 0):
            return False
        hit = self.seen in self.indexes or ("rate" in spec and self.generator.random() < spec["rate"])
        if hit:
            self.left -= 1
        return hit

    def matches(self, tcp, resend):
        kind = self.spec["match"]
        if kind == "any":
            return True
        if kind == "syn":
            return tcp["flags"] & SYN
        if kind == "fin":
            return tcp["flags"] & FIN
        if kind == "ack":
            return tcp["len"] == 0 and not tcp["flags"] & (SYN | FIN | RST)
        if kind == "resend":
            return tcp["len"] > 0 and resend
        if kind == "new":
            return tcp["len"] > 0 and not resend
        return tcp["len"] > 0


class Direction:
    """All frames from one side to the other."""

    def __init__(self, relay, side):
        self.relay = relay
        self.side = side
        self.count = 0
        self.highest = {}
        self.free_at = 0.0
        self.stalled_until = 0.0
        self.held = []

    def take(self, frame, now):
        self.count += 1
        relay = self.relay
        entry = {"from": self.side, "frame": self.count, "t": time.time_ns()}
        tcp = describe(frame)
        item = {"entry": entry, "frame": frame, "left": 1, "out": []}
        if tcp is None:
            entry["action"] = "forward"
            relay.send_at(now + relay.delay, self.side, item)
            return
        entry.update(tcp)
        rule = self.judge(tcp)
        action = rule.spec["do"] if rule else "forward"
        entry["action"] = action
        if rule:
            entry["rule"] = rule.spec.get("name", action)
        if action == "drop":
            relay.log(item)
            return
        if action == "stall":
            self.stalled_until = now + rule.spec["by"]
        departure = self.queue(len(frame), now)
        if departure is None:
            entry["action"] = "drop"
            entry["rule"] = "queue full"
            relay.log(item)
            return
        arrival = max(departure, self.stalled_until) + relay.delay
        entry["delay"] = round(arrival - now, 6)
        if action == "hold":
            self.hold(item, rule.spec, now)
        else:
            if action == "delay":
                arrival += rule.spec["by"]
            if action == "duplicate":
                item["left"] = 2
                relay.send_at(arrival + rule.spec.get("by", 0.0), self.side, item)
            relay.send_at(arrival, self.side, item)
        if tcp["len"] > 0:
            self.release(arrival, item)

    def judge(self, tcp):
        connection = (tcp["sport"], tcp["dport"])
        end = (tcp["seq"] + tcp["len"]) & 0xFFFFFFFF
        resend = False
        if tcp["len"] > 0:
            highest = self.highest.get(connection)
            resend = highest is not None and (end - highest) & 0xFFFFFFFF >= 0x80000000 or end == highest
            if not resend:
                self.highest[connection] = end
        # Every rule counts every frame it is about, so that one rule's hits do not shift another's indexes.
        hits = [rule for rule in self.relay.rules if rule.applies(self.side, tcp, resend)]
        return hits[0] if hits else None

    def queue(self, length, now):
        """When the bottleneck has sent the frame; None when its queue is full."""
        if not self.relay.rate:
            return now
        begin = max(now, self.free_at)
        if self.relay.queue_limit and begin - now > self.relay.queue_limit:
            return None
        self.free_at = begin + length / self.relay.rate
        return self.free_at

    def hold(self, item, spec, now):
        deadline = now + self.relay.delay + spec.get("by", 0.5)
        self.held.append([item, spec["depth"], deadline])

    def release(self, arrival, cause):
        """A held frame follows the data frame that has overtaken it as the last."""
        for waiting in list(self.held):
            if waiting[0] is cause:
                continue
            waiting[1] -= 1
            if waiting[1] <= 0:
                self.held.remove(waiting)
                self.relay.send_at(arrival + 0.00005, self.side, waiting[0])

    def expire(self, now):
        for waiting in list(self.held):
            if waiting[2] <= now:
                self.held.remove(waiting)
                self.relay.send_at(now, self.side, waiting[0])


class Relay:
    def __init__(self, config, log, taps):
        self.delay = config["delay"]
        self.rate = config.get("rate", 0)
        self.queue_limit = config.get("queue", 0)
        self.rules = [
            Rule(spec, random.Random(f"{config['seed']}/{index}")) for index, spec in enumerate(config["rules"])
        ]
        self.output = log
        self.taps = taps
        self.directions = {side: Direction(self, side) for side in SIDES}
        self.heap = []
        self.order = 0

    def send_at(self, at, side, item):
        self.order += 1
        heapq.heappush(self.heap, (at, self.order, side, item))

    def run(self):
        by_descriptor = {self.taps[side]: self.directions[side] for side in SIDES}
        while True:
            readable, _, _ = select.select([*by_descriptor, 0], [], [], self.patience())
            now = time.monotonic()
            for descriptor in readable:
                if descriptor == 0:
                    return
                self.drain(descriptor, by_descriptor[descriptor], now)
            self.deliver(time.monotonic())

    def patience(self):
        now = time.monotonic()
        waits = [waiting[2] - now for direction in self.directions.values() for waiting in direction.held]
        if self.heap:
            waits.append(self.heap[0][0] - now)
        return max(min(waits, default=1.0), 0.0)

    def drain(self, descriptor, direction, now):
        for _ in range(32):
            try:
                frame = os.read(descriptor, 65536)
            except BlockingIOError:
                return
            direction.take(frame, now)

    def deliver(self, now):
        for direction in self.directions.values():
            direction.expire(now)
        while self.heap and self.heap[0][0] <= now:
            _, _, side, item = heapq.heappop(self.heap)
            item["out"].append(time.time_ns())
            os.write(self.taps["receiver" if side == "sender" else "sender"], item["frame"])
            item["left"] -= 1
            if item["left"] == 0:
                self.log(item)

    def log(self, item):
        entry = item["entry"]
        entry["out"] = item["out"]
        self.output.write(json.dumps(entry, separators=(",", ":")) + "\n")


def main():
    config_path, log_path, sender_tap, receiver_tap = sys.argv[1:]
    with open(config_path, encoding="utf-8") as file:
        config = json.load(file)
    taps = {"sender": open_tap(sender_tap), "receiver": open_tap(receiver_tap)}
    with open(log_path, "w", encoding="utf-8") as log:
        print("ready", flush=True)
        # A tap that is being moved to another namespace cannot be read.
        sys.stdin.readline()
        Relay(config, log, taps).run()
    print("done", flush=True)


main()
