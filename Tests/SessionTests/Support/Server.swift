import Foundation
import Glibc
import Synchronization

/// A server on this machine that answers by path, or by method and path, and counts who comes.
final class Server: Sendable {
  let port: UInt16
  private let descriptor: Int32
  private let count = Atomic(0)
  private let asked = Mutex<[String]>([])
  /// Methods and paths, as they came.
  var requests: [String] { asked.withLock { $0 } }
  var connections: Int { count.load(ordering: .relaxed) }

  init(_ answers: [String: String]) throws {
    let made = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    descriptor = made
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        bind(made, pointer, size) == 0 && listen(made, 16) == 0
          && getsockname(made, pointer, &size) == 0
      }
    }
    guard bound else { throw RunnerTrouble(message: "no port on 127.0.0.1") }
    port = UInt16(bigEndian: address.sin_port)
    Thread { [self] in
      while true {
        let client = accept(made, nil, nil)
        guard client >= 0 else { return }
        count.add(1, ordering: .relaxed)
        var room = [UInt8](repeating: 0, count: 4096)
        let got = max(0, recv(client, &room, room.count, 0))
        let words = String(decoding: room.prefix(got), as: UTF8.self).split(separator: " ")
        let path = words.dropFirst().first.map(String.init) ?? ""
        let request = "\(words.first ?? "") \(path)"
        asked.withLock { $0.append(request) }
        let answer = answers[request] ?? answers[path] ?? "HTTP/1.0 404 Not Found\r\n\r\n"
        let bytes = Array(answer.utf8)
        var at = 0
        while at < bytes.count {
          let put = bytes[at...].withUnsafeBytes {
            send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
          }
          guard put > 0 else { break }
          at += put
        }
        close(client)
      }
    }.start()
  }

  func url(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }

  func stop() { shutdown(descriptor, Int32(SHUT_RDWR)) }

  deinit { close(descriptor) }
}
