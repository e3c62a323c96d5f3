// swift-format-ignore-file
import Foundation

let limit = 10
public var shared: Server = Server(name: "func phantom() {")
let (left, right) = (1, 2)
typealias Handler = (Int) -> Void

@available(macOS 12, *)
public protocol Runner: AnyObject {
    associatedtype Out
    var name: String { get }
    func start(_ n: Int) throws
}

public final class Server: Runner {
    static let max = 3
    private(set) var name: String
    var size: Int {
        get { 1 }
        set { print("}") }
    }

    init(
        name: String
    ) {
        self.name = name
    }

    convenience init?(raw: Int) { return nil }

    deinit {
        print("bye")
    }

    @discardableResult
    @objc
    func start(
        _ n: Int,
        label: String = "{"
    ) -> Int {
        let local = """
        func ghost() {
        """
        func nested() -> Int { 1 }
        return nested()
    }

    subscript(i: Int) -> Int { i }

    struct Options: Equatable {
        var depth = 1
        func start() {}
        static func == (a: Options, b: Options) -> Bool { true }
    }

    enum Mode: String {
        case idle, busy
        case done = "}"
        var label: String { rawValue }
    }
}

extension Server: CustomStringConvertible {
    var description: String { "x" }
    func stop() {
    }
}

extension Server.Options {
    func reset() {}
}

struct Client {
    func start() {}
}

actor Store { func put() {} }

indirect enum Tree<T> {
    case leaf
    case node(Tree<T>)
}

#if DEBUG
func debugOnly() {
    print(#"raw } "quoted" {"#)
}
#endif

func generic<T>(_ t: T) -> T
where T: Equatable {
    t
}
