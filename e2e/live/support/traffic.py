"""Real traffic for the tests of live capture.

  traffic.py sink                         take UDP and TCP on port 9000 until killed
  traffic.py udp HOST COUNT LENGTH GAP    datagrams, numbered, GAP seconds apart; prints the count when done
  traffic.py tcp HOST BYTES               one connection that sends so many bytes
  traffic.py hold HOST SECONDS            one connection that stays open for a while
"""
import socket
import sys
import threading
import time

PORT = 9000


def sink():
    datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    datagrams.bind(("", PORT))
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("", PORT))
    listener.listen(16)

    def drain():
        while True:
            connection, _ = listener.accept()
            while connection.recv(1 << 20):
                pass
            connection.close()

    threading.Thread(target=drain, daemon=True).start()
    print("ready", flush=True)
    while True:
        datagrams.recv(1 << 16)


def udp(host, count, length, gap):
    sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    for number in range(count):
        sender.sendto(b"%08d" % number + b"x" * (length - 8), (host, PORT))
        if gap:
            time.sleep(gap)
    print(count, flush=True)


def tcp(host, total):
    connection = socket.create_connection((host, PORT))
    block = b"y" * (1 << 20)
    while total > 0:
        total -= connection.send(block[:total])
    connection.close()


def hold(host, seconds):
    connection = socket.create_connection((host, PORT))
    deadline = time.time() + seconds
    while time.time() < deadline:
        connection.send(b"still here\n")
        time.sleep(0.05)
    connection.close()


arguments = sys.argv[2:]
if sys.argv[1] == "sink":
    sink()
elif sys.argv[1] == "udp":
    udp(arguments[0], int(arguments[1]), int(arguments[2]), float(arguments[3]))
elif sys.argv[1] == "tcp":
    tcp(arguments[0], int(arguments[1]))
else:
    hold(arguments[0], float(arguments[1]))
