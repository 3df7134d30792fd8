import java.io.EOFException;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.InvalidClassException;
import java.nio.file.NoSuchFileException;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.ReduceFunction;
import org.apache.flink.api.common.state.ReducingState;
import org.apache.flink.api.common.state.ReducingStateDescriptor;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.util.Collector;

/**
 * Runs jobs whose log is full of exceptions none of which is of a restore: user code that throws what failed restores throw, too, in
 * processing, in open, in a snapshot, in a reduce function inside state; task managers that go; jobs that are restored well.
 * Arguments: an empty folder for checkpoints, a state backend.
 */
public class CleanJobs {
    static final Class<?>[] NONE = {};

    static Exception trouble(String kind) throws Exception {
        switch (kind) {
            case "class": return new RuntimeException("plugin", new ClassNotFoundException("com.acme.plugin.Missing"));
            case "eof": return new EOFException();
            case "underflow": return new RuntimeException(new EOFException("Buffer underflow."));
            case "file": return new FileNotFoundException("/data/lookup.csv (No such file or directory)");
            case "nofile": return new NoSuchFileException("/data/lookup.csv");
            case "date": LocalDate.of(2026, 13, 1); return null;
            case "null": return new NullPointerException();
            case "link": return new RuntimeException(new NoClassDefFoundError("com/acme/Rules"));
            case "serial": return new InvalidClassException("com.acme.Event; local class incompatible: stream classdesc serialVersionUID = 1, local class serialVersionUID = 2");
            case "field": return new IllegalArgumentException("Can not set int field com.acme.Event.id to null value");
            case "constructor": return new NoSuchMethodException("com.acme.Event.<init>()");
            case "key": return new NullPointerException("No key set. This method should not be called outside of a keyed context.");
            case "missing": return new IllegalStateException("Missing value for the key 'com.acme.Event'");
            case "method": return new RuntimeException(new AbstractMethodError("Receiver class com.acme.A does not define 'void b()'"));
            case "s3": return new RuntimeException("The specified key does not exist. (Service: S3, Status Code: 404)");
            default: return new IllegalStateException("Failed to restore my own cache: savepoint of the cache is gone, checkpoint 3");
        }
    }

    static class Fn extends KeyedProcessFunction<Long, Long, Long> implements CheckpointedFunction {
        final String where, kind;
        static volatile int failures;
        transient ReducingState<Long> sum;

        Fn(String where, String kind) {
            this.where = where;
            this.kind = kind;
        }

        void fail(String here) throws Exception {
            if (here.equals(where) && failures < 2) {
                failures++;
                throw trouble(kind);
            }
        }

        @Override
        public void initializeState(FunctionInitializationContext context) throws Exception {
            fail("initialize");
            sum = context.getKeyedStateStore().getReducingState(new ReducingStateDescriptor<>("sum", (ReduceFunction<Long>) (a, b) -> {
                try {
                    fail("reduce");
                } catch (Exception e) {
                    throw new RuntimeException(e);
                }
                return a + b;
            }, Long.class));
        }

        @Override
        public void snapshotState(FunctionSnapshotContext context) throws Exception {
            fail("snapshot");
        }

        @Override
        public void open(OpenContext context) throws Exception {
            fail("open");
        }

        @Override
        public void processElement(Long value, Context context, Collector<Long> out) throws Exception {
            if (value % 50 == 20)
                fail("process");
            sum.add(value);
            Thread.sleep(2);
            out.collect(sum.get());
        }
    }

    static JobGraph graph(Configuration configuration, String where, String kind) {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(2);
        env.enableCheckpointing(200);
        env.fromSequence(0, where.equals("none") ? 100000 : 600).uid("numbers").keyBy(x -> x % 7).process(new Fn(where, kind))
            .uid("sums").map(x -> x + 1).uid("plus").print();
        StreamGraph streams = env.getStreamGraph();
        streams.setJobName(where + " " + kind);
        return streams.getJobGraph();
    }

    static void await(MiniCluster cluster, JobID id, JobStatus... wanted) throws Exception {
        for (int i = 0; i < 600; i++) {
            JobStatus status = cluster.getJobStatus(id).get();
            for (JobStatus one : wanted)
                if (status == one)
                    return;
            Thread.sleep(100);
        }
    }

    public static void main(String[] args) throws Exception {
        Configuration configuration = new Configuration();
        for (Map.Entry<String, String> e : Map.of("rest.port", "0", "state.backend.type", args[1], "execution.checkpointing.dir",
            new File(args[0]).toURI().toString(), "state.checkpoints.dir", new File(args[0]).toURI().toString(),
            "restart-strategy.type", "fixed-delay", "restart-strategy.fixed-delay.attempts", "3",
            "restart-strategy.fixed-delay.delay", "200 ms", "heartbeat.timeout", "5000", "heartbeat.interval", "1000").entrySet())
            configuration.setString(e.getKey(), e.getValue());
        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder().setConfiguration(configuration)
            .setNumTaskManagers(2).setNumSlotsPerTaskManager(2).build());
        cluster.start();
        String[] kinds = {"class", "eof", "underflow", "file", "nofile", "date", "null", "link", "serial", "field", "constructor", "key",
            "missing", "method", "s3", "own"};
        String[] places = {"process", "open", "reduce", "snapshot", "initialize"};
        for (int i = 0; i < kinds.length; i++) {
            Fn.failures = 0;
            JobGraph graph = graph(configuration, places[i % places.length], kinds[i]);
            cluster.submitJob(graph).get(30, TimeUnit.SECONDS);
            await(cluster, graph.getJobID(), JobStatus.FINISHED, JobStatus.FAILED);
        }
        JobGraph first = graph(configuration, "none", "");
        cluster.submitJob(first).get(30, TimeUnit.SECONDS);
        await(cluster, first.getJobID(), JobStatus.RUNNING);
        Thread.sleep(2000);
        String savepoint = cluster.stopWithSavepoint(first.getJobID(), args[0], false, SavepointFormatType.CANONICAL).get();
        JobGraph second = graph(configuration, "none", "");
        second.setSavepointRestoreSettings(SavepointRestoreSettings.forPath(savepoint, false));
        cluster.submitJob(second).get(30, TimeUnit.SECONDS);
        await(cluster, second.getJobID(), JobStatus.RUNNING);
        Thread.sleep(2000);
        cluster.terminateTaskManager(1).get();
        Thread.sleep(4000);
        cluster.startTaskManager();
        Thread.sleep(6000);
        cluster.cancelJob(second.getJobID()).get();
        Thread.sleep(1000);
        cluster.close();
        System.exit(0);
    }
}
