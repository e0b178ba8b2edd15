package dev.winnow.pipelines.model.chat;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** What is known of servers' health. Models that are opened with the same share what one of them finds out. */
public final class Servers {
    private final ConcurrentMap<String, Server> servers = new ConcurrentHashMap<>();
    private final Time time;

    public Servers() {
        this(Time.SYSTEM);
    }

    Servers(Time time) {
        this.time = time;
    }

    Time time() {
        return time;
    }

    Server at(String baseUrl) {
        return servers.computeIfAbsent(baseUrl, url -> new Server(url, time));
    }
}
