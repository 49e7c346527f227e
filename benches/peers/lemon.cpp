// Times LEMON's maximum weighted matching on graphs as benches/peers.rs writes them: `lemon GRAPH...` answers a JSON
// object a line. The graph is built before the clock starts; the median of the runs counts, as on the Rust side.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <vector>

#include <lemon/config.h>
#include <lemon/matching.h>
#include <lemon/smart_graph.h>

using Graph = lemon::SmartGraph;
using Weights = Graph::EdgeMap<long long>;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::size_t runs = 3;
constexpr std::chrono::milliseconds enough{500};

bool measure(const char *path) {
    std::ifstream file(path);
    std::size_t vertices, edges;
    if (!(file >> vertices >> edges)) return false;
    Graph graph;
    graph.reserveNode(static_cast<int>(vertices));
    graph.reserveEdge(static_cast<int>(edges));
    std::vector<Graph::Node> nodes;
    for (std::size_t at = 0; at < vertices; ++at) nodes.push_back(graph.addNode());
    Weights weights(graph);
    for (std::size_t at = 0; at < edges; ++at) {
        std::size_t u, v;
        long long weight;
        if (!(file >> u >> v >> weight) || u >= vertices || v >= vertices) return false;
        weights[graph.addEdge(nodes[u], nodes[v])] = weight;
    }
    long long weight = 0;
    std::vector<long long> times;
    const auto started = Clock::now();
    while (times.size() < runs || Clock::now() - started < enough) {
        const auto from = Clock::now();
        lemon::MaxWeightedMatching<Graph, Weights> matching(graph, weights);
        matching.run();
        times.push_back(std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - from).count());
        weight = matching.matchingWeight();
    }
    std::sort(times.begin(), times.end());
    std::printf("{\"version\":\"%s\",\"weight\":%lld,\"lemon_us\":%lld}\n", LEMON_VERSION, weight, times[times.size() / 2]);
    std::fflush(stdout);
    return true;
}

} // namespace

int main(int count, char **paths) {
    for (int at = 1; at < count; ++at) {
        if (!measure(paths[at])) {
            std::fprintf(stderr, "%s is no graph\n", paths[at]);
            return 1;
        }
    }
}
