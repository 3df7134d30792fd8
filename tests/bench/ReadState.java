import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.contrib.streaming.state.EmbeddedRocksDBStateBackend;
import org.apache.flink.state.api.OperatorIdentifier;
import org.apache.flink.state.api.SavepointReader;
import org.apache.flink.state.api.functions.KeyedStateReaderFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;

/**
 * The State Processor API reading all of a state, as bench.c and rocks.c make it. Prints seconds and the number of entries.
 * usage: ReadState FOLDER PARALLELISM
 */
public class ReadState {
    public static class Reader extends KeyedStateReaderFunction<String, Integer> {
        private transient ValueState<String> words;
        private final LongCounter entries = new LongCounter();

        @Override
        public void open(Configuration parameters) {
            words = getRuntimeContext().getState(new ValueStateDescriptor<>("words", Types.STRING));
            getRuntimeContext().addAccumulator("entries", entries);
        }

        @Override
        public void readKey(String key, Context context, Collector<Integer> out) throws Exception {
            entries.add(1);
            out.collect(words.value().length());
        }
    }

    public static void main(String[] args) throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.setParallelism(Integer.parseInt(args[1]));
        long begun = System.nanoTime();
        SavepointReader.read(env, args[0], new EmbeddedRocksDBStateBackend(true))
                .readKeyedState(OperatorIdentifier.forUidHash("07070707070707070707070707070707"), new Reader(), Types.STRING, Types.INT)
                .sinkTo(new DiscardingSink<>());
        Object entries = env.execute().getAccumulatorResult("entries");
        System.out.printf("%.2f %s%n", (System.nanoTime() - begun) / 1e9, entries);
    }
}
