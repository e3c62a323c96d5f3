import CKernel
import DocbuildCore
import Glibc
import Synchronization

/// An open file that closes itself.
final class Descriptor: Sendable {
  let number: Int32
  private let isOpen = Atomic(true)

  init(_ number: Int32) { self.number = number }

  deinit {
    if isOpen.load(ordering: .relaxed) { _ = Glibc.close(number) }
  }

  /// Closes it now, which is when some file systems report that a write has failed; it can't be used any more.
  func close() -> Errno? {
    guard isOpen.exchange(false, ordering: .relaxed), Glibc.close(number) != 0, errno != EINTR
    else { return nil }
    return Errno(code: errno)
  }

  /// The kernel's link to the open file.
  var link: AbsolutePath { AbsolutePath(trusted: Bytes("/proc/self/fd/\(number)".utf8)) }

  /// Opens `path`, links followed unless the flags say otherwise.
  static func open(_ path: AbsolutePath, flags: Int32, mode: UInt32 = 0) -> Result<
    Descriptor, Errno
  > {
    open(path.bytes, flags: flags, at: AT_FDCWD, mode: mode)
  }

  /// Opens `path` below the open folder `at`, whatever links lead out of it.
  static func open(_ path: Bytes, flags: Int32, at: Int32, mode: UInt32 = 0) -> Result<
    Descriptor, Errno
  > {
    let made = path.withCString { docbuild_openat(at, $0, flags | O_CLOEXEC, mode) }
    return made >= 0 ? .success(Descriptor(made)) : .failure(Errno(code: -made))
  }

  /// Opens what a path names, where there is no link on the way, nor at its end.
  ///
  /// - Parameter walks: go component by component even where the kernel could do it, as on an old one.
  static func open(plain path: AbsolutePath, flags: Int32, walks: Bool = false) -> Result<
    Descriptor, Errno
  > {
    guard !path.bytes.contains(0) else { return .failure(Errno(code: ENOENT)) }
    let made = path.withCString { docbuild_open_plain($0, flags | O_CLOEXEC, walks ? 1 : 0) }
    return made >= 0 ? .success(Descriptor(made)) : .failure(Errno(code: -made))
  }

  var status: stat? {
    var status = stat()
    return fstat(number, &status) == 0 ? status : nil
  }

  /// Whether the file begins with those bytes; where it is read on does not move.
  func begins(with bytes: Bytes) -> Bool {
    var room = Bytes(repeating: 0, count: bytes.count)
    let got = room.withUnsafeMutableBytes { pread(number, $0.baseAddress, $0.count, 0) }
    return got == bytes.count && room == bytes
  }

  /// Reads to the end; nil when there are more than `limit` bytes.
  func readAll(limit: Int, sizeHint: Int = 0) -> Result<Bytes?, Errno> {
    var bytes: Bytes = []
    // One byte more than expected, so that the end is seen without growing.
    var capacity = sizeHint > 0 ? sizeHint + 1 : 1 << 16
    var used = 0
    while true {
      var failure: Int32 = 0
      var ended = false
      let start = used
      let grown = Bytes(unsafeUninitializedCapacity: capacity) { room, count in
        if start > 0 {
          _ = bytes.withUnsafeBufferPointer { old in
            UnsafeMutableBufferPointer(rebasing: room[..<start]).update(
              fromContentsOf: old[..<start])
          }
        }
        count = start
        while count < room.count {
          let rest = UnsafeMutableBufferPointer(rebasing: room[count...])
          let got = read(number, rest.baseAddress, rest.count)
          if got > 0 {
            count += got
            // The size was right, and nothing is left.
            if count == sizeHint, count < room.count {
              ended = true
              break
            }
          } else if got == 0 {
            ended = true
            break
          } else if errno == EAGAIN {
            if let trouble = Descriptor.wait(for: number, Int16(POLLIN)) {
              failure = trouble.code
              break
            }
          } else if errno != EINTR {
            failure = errno
            break
          }
        }
        used = count
      }
      bytes = grown
      if failure != 0 { return .failure(Errno(code: failure)) }
      if used > limit { return .success(nil) }
      if ended { return .success(bytes) }
      capacity *= 2
    }
  }
}

extension Descriptor {
  /// Waits until a descriptor that does not block is ready for `events`; nil when it is, or when it never will be.
  static func wait(for descriptor: Int32, _ events: Int16) -> Errno? {
    var watched = pollfd(fd: descriptor, events: events, revents: 0)
    guard poll(&watched, 1, -1) < 0, errno != EINTR else { return nil }
    return Errno(code: errno)
  }
}

/// A system call's error number as an error.
struct Errno: Error, Equatable { let code: Int32 }

extension Collection<UInt8> {
  /// Calls `body` with the bytes as a C string; a NUL byte ends it early.
  func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: count + 1) { room in
      var at = 0
      for byte in self {
        room[at] = CChar(bitPattern: byte)
        at += 1
      }
      room[at] = 0
      guard let start = room.baseAddress else { preconditionFailure("room for one byte at least") }
      return body(start)
    }
  }
}
