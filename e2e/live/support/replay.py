"""Sends the frames of pcap files over an interface as they are, as fast as it goes or at a rate.

  replay.py INTERFACE COUNT RATE FILE...    prints how many were sent; RATE 0 for no limit
"""
import mmap
import socket
import struct
import sys
import time

interface, count, rate = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
sender = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
sender.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 24)
sender.bind((interface, 0))
record = struct.Struct("<IIII")
sent = 0
started = time.perf_counter()
for path in sys.argv[4:]:
    with open(path, "rb") as file:
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        view = memoryview(data)
        at, end, send = 24, len(data), sender.send
        while at < end and sent < count:
            length = record.unpack_from(data, at)[2]
            try:
                send(view[at + 16 : at + 16 + length])
                sent += 1
            except OSError:
                # Longer than the interface takes.
                pass
            at += 16 + length
            if rate and sent % 64 == 0:
                ahead = sent / rate - (time.perf_counter() - started)
                if ahead > 0:
                    time.sleep(ahead)
print(sent, time.perf_counter() - started, flush=True)
