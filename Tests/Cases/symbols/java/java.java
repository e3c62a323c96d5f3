package demo.app;

import java.util.List;

/** class Phantom { } only in a comment. */
@Deprecated
@SuppressWarnings({
    "unchecked",
})
public class Server extends Base implements Runner {
    public static final int LIMIT = 4;
    private final String banner = "void phantom() {", other;
    static final String TEXT = """
        class Ghost {
        """;

    public Server(
        String name
    ) {
        this.banner = name;
    }

    @Override
    public void start(int n) {
        Runnable r = new Runnable() {
            @Override
            public void run() {
                char c = '{';
            }
        };
    }

    public void start() {
    }

    <T extends Comparable<T>> List<T> sort(
        List<T> in,
        int n)
        throws Exception {
        int local = 1;
        return in;
    }

    static class Options {
        Options() {}
        void start(int n) { }
        enum Mode { IDLE, BUSY { void go() {} }; void go() {} }
    }

    abstract static class Half {
        abstract void later();
    }
}

interface Runner {
    int MAX = 3;
    void start(int n);
    default void stop() {
        System.out.println("}");
    }
}

record Point(int x, int y) {
    Point {
        if (x < 0) throw new IllegalArgumentException();
    }
    double norm() { return 0; }
}

@interface Marker {
    String value() default "";
}

class Client {
    void start(int n) {}
}
