import Foundation
import Glibc

/// A fresh folder that goes away with the value.
final class Folder: Sendable {
  let path: String

  init() {
    _ = usualMask
    var template = Array("/tmp/docbuild-session-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { fatalError("no folder below /tmp") }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    chmod(path, 0o755)
  }

  /// A folder with these files.
  convenience init(_ files: [String: String]) {
    self.init()
    for (name, text) in files { write(name, text) }
  }

  deinit {
    // `rm` does not follow links and copes with every name.
    _ = try? run(Command(program: "/bin/rm", arguments: ["-rf", "--", path]))
  }

  /// The whole path of a file in it.
  func at(_ name: String) -> String { name.isEmpty ? path : "\(path)/\(name)" }

  /// Writes a file, and makes the folders that it stands in.
  func write(_ name: String, _ text: String, mode: mode_t? = nil) {
    write(name, bytes: Array(text.utf8), mode: mode)
  }

  func write(_ name: String, bytes: [UInt8], mode: mode_t? = nil) {
    if let mode, mode & 0o111 != 0 { return writeProgram(name, bytes, mode) }
    if let slash = name.utf8.lastIndex(of: UInt8(ascii: "/")) { makeFolder(String(name[..<slash])) }
    let file = open(at(name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard file >= 0 else {
      fatalError("cannot write \(at(name)): \(String(cString: strerror(errno)))")
    }
    defer { close(file) }
    var done = 0
    while done < bytes.count {
      let put = bytes[done...].withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      guard put > 0 else { fatalError("cannot write \(at(name))") }
      done += put
    }
    if let mode { chmod(at(name), mode) }
  }

  /// Has another process write a program, and waits for it: what this one has open for writing, a child that another test
  /// starts meanwhile has open too, and the kernel runs no such file (ETXTBSY).
  private func writeProgram(_ name: String, _ bytes: [UInt8], _ mode: mode_t) {
    write(name, bytes: [])
    var copy = Command(
      program: "/bin/sh",
      arguments: ["-c", "rm -f -- \"$1\" && cat > \"$1\" && chmod \"$2\" \"$1\"", "sh"]
        + [at(name), String(mode, radix: 8)])
    copy.input = .bytes(bytes)
    guard (try? run(copy).status) == 0 else { fatalError("cannot write \(at(name))") }
  }

  func makeFolder(_ name: String) {
    var made = ""
    for part in name.utf8.split(separator: UInt8(ascii: "/")) {
      made += (made.isEmpty ? "" : "/") + String(decoding: part, as: UTF8.self)
      mkdir(at(made), 0o755)
    }
  }

  func link(_ name: String, to target: String) {
    guard symlink(target, at(name)) == 0 else {
      fatalError("no link \(name): \(String(cString: strerror(errno)))")
    }
  }

  func remove(_ name: String) { Glibc.unlink(at(name)) }

  func text(_ name: String) -> String { String(decoding: bytes(name), as: UTF8.self) }

  /// Empty when there is no such file.
  func bytes(_ name: String) -> [UInt8] {
    FileManager.default.contents(atPath: at(name)).map(Array.init) ?? []
  }

  func exists(_ name: String) -> Bool {
    var status = stat()
    return lstat(at(name), &status) == 0
  }

  func status(_ name: String) -> Status {
    var status = stat()
    lstat(at(name), &status)
    return Status(status)
  }

  /// The names in it, hidden ones too.
  var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }
}

/// What tells whether a file was touched.
struct Status: Equatable {
  let inode: UInt
  let mode: mode_t
  let size: Int
  let seconds: Int
  let nanoseconds: Int

  init(_ status: stat) {
    inode = UInt(status.st_ino)
    mode = status.st_mode
    size = Int(status.st_size)
    seconds = status.st_mtim.tv_sec
    nanoseconds = status.st_mtim.tv_nsec
  }

  var permissions: mode_t { mode & 0o7777 }
  var isLink: Bool { mode & S_IFMT == S_IFLNK }
}
