"""Real traffic for the tests of live capture.

  traffic.py sink                         take UDP and TCP on port 9000 until killed
  traffic.py udp HOST COUNT LENGTH GAP    datagrams, numbered, GAP seconds apart; prints the count when done
  traffic.py tcp HOST BYTES               one connection that sends so many bytes
  traffic.py flood HOST SECONDS RATE LENGTH   datagrams at that rate, if the machine can; prints how many were sent
  traffic.py torrent HOST SECONDS RATE LENGTH   the same, some ten times as fast where the interface takes one segment at a time
  traffic.py hold HOST SECONDS            one connection that stays open for a while
  traffic.py short HOST COUNT SECONDS     connections one after the other, each open for so long
  traffic.py brief HOST COUNT SECONDS     the same, each from a process of its own
  traffic.py steady HOST COUNT            connections one after the other, each closed when a line comes in
  traffic.py sockets SECONDS              connections to itself in one state each, held for a while: see `sockets`
"""
import ctypes
import socket
import subprocess
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


class Vector(ctypes.Structure):
    _fields_ = [("base", ctypes.c_char_p), ("length", ctypes.c_size_t)]


class Message(ctypes.Structure):
    """struct mmsghdr of sendmmsg(2)"""

    _fields_ = [
        ("name", ctypes.c_void_p),
        ("name_length", ctypes.c_uint),
        ("vector", ctypes.POINTER(Vector)),
        ("vectors", ctypes.c_size_t),
        ("control", ctypes.c_void_p),
        ("control_length", ctypes.c_size_t),
        ("flags", ctypes.c_int),
        ("sent", ctypes.c_uint),
    ]


def datagram_sender(host):
    sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sender.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 24)
    sender.connect((host, PORT))
    return sender


# Calls send, which tells how many datagrams it has sent, as often as the rate asks for, and prints how many there were.
def at_rate(seconds, rate, send):
    started = time.perf_counter()
    count = 0
    while True:
        elapsed = time.perf_counter() - started
        if elapsed >= seconds:
            break
        if count <= elapsed * rate:
            count += send()
    print(count, flush=True)


def flood(host, seconds, rate, length):
    sender = datagram_sender(host)
    batch = max(1, min(64, int(rate / 1000)))
    vector = Vector(b"f" * length, length)
    messages = (Message * batch)(*[Message(vector=ctypes.pointer(vector), vectors=1) for _ in range(batch)])
    send = ctypes.CDLL(None).sendmmsg
    at_rate(seconds, rate, lambda: max(0, send(sender.fileno(), messages, batch, 0)))


def torrent(host, seconds, rate, length):
    sender = datagram_sender(host)
    # The kernel cuts what it is given into datagrams of that length: udp(7).
    udp_segment = 103
    sender.setsockopt(socket.IPPROTO_UDP, udp_segment, length)
    datagrams = max(1, min(64, 65_000 // length, int(rate / 1000)))
    data = b"f" * length * datagrams
    at_rate(seconds, rate, lambda: sender.send(data) // length)


def hold(host, seconds):
    connection = socket.create_connection((host, PORT))
    deadline = time.time() + seconds
    while time.time() < deadline:
        connection.send(b"still here\n")
        time.sleep(0.05)
    connection.close()


def short(host, count, seconds):
    for _ in range(count):
        connection = socket.create_connection((host, PORT))
        connection.send(b"short")
        time.sleep(seconds)
        connection.close()


def brief(host, count, seconds):
    script = f"exec 3<>/dev/tcp/{host}/{PORT}; printf brief >&3; sleep {seconds}"
    for _ in range(count):
        subprocess.run(["bash", "-c", script], check=True)


def steady(host, count):
    for _ in range(count):
        connection = socket.create_connection((host, PORT))
        connection.send(b"steady")
        print(connection.getsockname()[1], flush=True)
        sys.stdin.readline()
        connection.close()


def listener(port, backlog=16, buffer=None):
    server = socket.socket()
    if buffer:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    server.bind(("127.0.0.1", port))
    server.listen(backlog)
    return server


def pair(port, **how):
    """A client and its server, with the listener that keeps them apart."""
    server = listener(port, **how)
    client = socket.create_connection(("127.0.0.1", port))
    return client, server.accept()[0], server


def attempt(port):
    client = socket.socket()
    client.setblocking(False)
    client.connect_ex(("127.0.0.1", port))
    return client


def drop(*what):
    subprocess.run(["iptables", "-A", *what, "-j", "DROP"], check=True)


def sockets(seconds):
    """By port: 9101 half closed, 9102 a SYN that is dropped, 9103 an accept queue that is full, 9104 a receive buffer that is full,
    9105 TIME-WAIT, 9106 a FIN that is dropped before it can be captured."""
    held = [pair(9101)]
    held[0][0].shutdown(socket.SHUT_WR)
    drop("INPUT", "-p", "tcp", "--dport", "9102")
    held.append(attempt(9102))
    held.append(listener(9103, backlog=0))
    for _ in range(3):
        held.append(attempt(9103))
        time.sleep(0.05)
    unread = pair(9104, buffer=20_000)
    unread[0].setblocking(False)
    try:
        while True:
            unread[0].send(b"z" * 5_000)
    except BlockingIOError:
        held.append(unread)
    waiting = pair(9105)
    waiting[0].close()
    time.sleep(0.05)
    waiting[1].close()
    unseen = pair(9106)
    held.append(unseen)
    time.sleep(0.3)
    drop("OUTPUT", "-p", "tcp", "--dport", "9106")
    unseen[0].shutdown(socket.SHUT_WR)
    time.sleep(seconds)
    return held, waiting


arguments = sys.argv[2:]
if sys.argv[1] == "sink":
    sink()
elif sys.argv[1] == "udp":
    udp(arguments[0], int(arguments[1]), int(arguments[2]), float(arguments[3]))
elif sys.argv[1] == "tcp":
    tcp(arguments[0], int(arguments[1]))
elif sys.argv[1] == "flood":
    flood(arguments[0], float(arguments[1]), float(arguments[2]), int(arguments[3]))
elif sys.argv[1] == "torrent":
    torrent(arguments[0], float(arguments[1]), float(arguments[2]), int(arguments[3]))
elif sys.argv[1] == "sockets":
    sockets(float(arguments[0]))
elif sys.argv[1] == "brief":
    brief(arguments[0], int(arguments[1]), float(arguments[2]))
elif sys.argv[1] == "steady":
    steady(arguments[0], int(arguments[1]))
elif sys.argv[1] == "short":
    short(arguments[0], int(arguments[1]), float(arguments[2]))
else:
    hold(arguments[0], float(arguments[1]))
