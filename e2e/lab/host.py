"""One host of the lab, inside a network namespace of its own (started by `unshare --net`).

Reads commands as JSON lines on standard input and answers each with a JSON line:
  {"command": "configure", device, mac, address, peerAddress, peerMac, sysctls, capture}
  {"command": "listen", connections}      the receiver binds its ports
  {"command": "work", role, peer, connections}   plays the turns, answers with TCP_INFO of every connection
  {"command": "stop"}                     ends the capture
It lives until the end of input, and its namespace and tap with it, so that nothing outlives the program that started it.
Standard library only.
"""

import ctypes
import fcntl
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import time

SIOCETHTOOL = 0x8946
# ETHTOOL_STSO, ETHTOOL_SGSO, ETHTOOL_SGRO, ETHTOOL_STXCSUM: what is on the wire is what is captured.
OFFLOADS = (0x1F, 0x24, 0x2C, 0x17)
PR_SET_PDEATHSIG = 1
CONNECT_PATIENCE = 40
# Without it tcpdump reads the kernel's ring by blocks, and leaves the last ones when it is told to end.
IMMEDIATE = ("--immediate-mode", "-U")


def run(*command):
    subprocess.run(command, check=True, capture_output=True, text=True)


def die_with_parent():
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def offloads_off(device):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        for command in OFFLOADS:
            value = ctypes.create_string_buffer(struct.pack("II", command, 0))
            request = struct.pack("16sP16x", device.encode(), ctypes.addressof(value))
            try:
                fcntl.ioctl(control, SIOCETHTOOL, request)
            except OSError:
                pass  # a tap that never had the offload


def configure(command):
    device = command["device"]
    for name, value in {"net.ipv6.conf.all.disable_ipv6": 1, **command["sysctls"]}.items():
        with open(f"/proc/sys/{name.replace('.', '/')}", "w", encoding="ascii") as file:
            file.write(str(value))
    run("ip", "link", "set", "lo", "up")
    run("ip", "link", "set", device, "address", command["mac"])
    run("ip", "address", "add", f"{command['address']}/24", "dev", device)
    run("ip", "link", "set", device, "txqueuelen", "20000", "up")
    run("ip", "neigh", "replace", command["peerAddress"], "lladdr", command["peerMac"], "nud", "permanent", "dev", device)
    offloads_off(device)
    return start_capture(device, command["capture"])


def start_capture(device, path):
    with open(path, "wb") as output:
        capture = subprocess.Popen(
            ["tcpdump", "-i", device, "-s", "0", "-B", "65536", *IMMEDIATE, "--time-stamp-precision=nano", "-w", "-"],
            stdout=output,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=die_with_parent,
        )
    for line in capture.stderr:
        if "listening on" in line:
            return capture
    raise RuntimeError("tcpdump did not begin to listen")


def stop_capture(capture, path):
    size = -1
    while size != os.path.getsize(path):
        size = os.path.getsize(path)
        time.sleep(0.3)
    capture.send_signal(signal.SIGINT)
    said = capture.stderr.read()
    capture.wait()
    return said.strip().splitlines()


def tcp_info(connection):
    """The counters of Linux's struct tcp_info (linux/tcp.h) that tell of resends and reordering."""
    raw = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 256)
    u32 = lambda offset: struct.unpack_from("I", raw, offset)[0]
    return {
        "localPort": connection.getsockname()[1],
        "state": raw[0],
        "rtt": u32(68),
        "total_retrans": u32(100),
        "data_segs_out": u32(156),
        "bytes_sent": struct.unpack_from("Q", raw, 200)[0],
        "bytes_retrans": struct.unpack_from("Q", raw, 208)[0],
        "dsack_dups": u32(216),
        "reord_seen": u32(220),
        "rcv_ooopack": u32(224),
    }


def prepare(connection, plan, role):
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if plan.get("receiveBuffer") and role == "receiver":
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, plan["receiveBuffer"])
    if plan.get("keepAlive"):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, plan["keepAlive"])
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, plan["keepAlive"])


def play(connection, plan, role):
    """Both ends walk the same turns: one writes while the other reads as many bytes."""
    for turn in plan["turns"]:
        if turn["from"] == "both":
            reader = threading.Thread(target=read, args=(connection, turn))
            reader.start()
            write(connection, turn)
            reader.join()
        elif turn["from"] == role:
            write(connection, turn)
        else:
            read(connection, turn)


def write(connection, turn):
    time.sleep(turn.get("pause", 0))
    left = turn["bytes"]
    chunk = turn.get("chunk", 65536)
    block = bytes(index * 7 & 255 for index in range(min(chunk, left)))
    while left > 0:
        connection.sendall(block[: min(chunk, left)])
        left -= min(chunk, left)
        if turn.get("gap"):
            time.sleep(turn["gap"])


def read(connection, turn):
    left = turn["bytes"]
    pauses = list(turn.get("readPauses", ()))
    while left > 0:
        if pauses and turn["bytes"] - left >= pauses[0]["after"]:
            time.sleep(pauses.pop(0)["seconds"])
        got = len(connection.recv(min(left, 65536)))
        if got == 0:
            raise RuntimeError("the peer closed early")
        left -= got


def finish(connection, plan, role):
    """Closes as planned; returns TCP_INFO as late as the socket can be asked."""
    if plan.get("close") == "reset":
        time.sleep(0.3)
        info = tcp_info(connection)
        if role == "sender":
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        else:
            time.sleep(0.2)
        connection.close()
        return info
    if role == "receiver":
        while connection.recv(65536):
            pass
    connection.shutdown(socket.SHUT_WR)
    if role == "sender":
        while connection.recv(65536):
            pass
    time.sleep(plan.get("linger", 0.4))
    info = tcp_info(connection)
    connection.close()
    return info


def connect(plan, role, peer, listeners):
    if plan.get("simultaneous"):
        own, other = (plan["port"] + 1000, plan["port"]) if role == "sender" else (plan["port"], plan["port"] + 1000)
        connection = socket.socket()
        connection.bind(("", own))
        prepare(connection, plan, role)
        time.sleep(max(plan["startAt"] - time.time(), 0))
        connection.connect((peer, other))
        return connection
    if role == "receiver":
        connection, _ = listeners[plan["port"]].accept()
        prepare(connection, plan, role)
        return connection
    connection = socket.socket()
    prepare(connection, plan, role)
    connection.settimeout(CONNECT_PATIENCE)
    time.sleep(plan.get("start", 0))
    connection.connect((peer, plan["port"]))
    connection.settimeout(None)
    return connection


def listen(connections):
    listeners = {}
    for plan in connections:
        if plan.get("simultaneous"):
            continue
        listener = socket.socket()
        if plan.get("receiveBuffer"):
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, plan["receiveBuffer"])
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("", plan["port"]))
        listener.listen()
        listeners[plan["port"]] = listener
    return listeners


def work(command, listeners):
    results = [None] * len(command["connections"])

    def one(index, plan):
        try:
            connection = connect(plan, command["role"], command["peer"], listeners)
            play(connection, plan, command["role"])
            results[index] = {"port": plan["port"], **finish(connection, plan, command["role"])}
        except (OSError, RuntimeError) as error:
            results[index] = {"port": plan["port"], "error": str(error)}

    threads = [
        threading.Thread(target=one, args=(index, plan), daemon=True)
        for index, plan in enumerate(command["connections"])
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def counters():
    """TcpExt of this namespace: what the host's own TCP threw away makes a resend needed that the relay delivered."""
    with open("/proc/net/netstat", encoding="ascii") as file:
        lines = [line.split() for line in file if line.startswith("TcpExt:")]
    return {name: int(value) for name, value in zip(lines[0][1:], lines[1][1:]) if int(value)}


def main():
    die_with_parent()
    capture = path = None
    listeners = {}
    answer({"ready": True})
    for line in sys.stdin:
        command = json.loads(line)
        if command["command"] == "configure":
            capture = configure(command)
            path = command["capture"]
            answer({"configured": True})
        elif command["command"] == "listen":
            listeners = listen(command["connections"])
            answer({"listening": True})
        elif command["command"] == "work":
            answer({"connections": work(command, listeners), "counters": counters()})
        elif command["command"] == "stop":
            answer({"capture": stop_capture(capture, path)})
    if capture:
        capture.kill()


def answer(value):
    print(json.dumps(value), flush=True)


main()
