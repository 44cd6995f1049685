package dev.weir.plugins.engine.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.Texts;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkPlanTest {

    @Test
    void aBatchKeepsTheWidestLayerInTheCaches() {
        FloatTensor image = new FloatTensor(0, new int[] {1, 28, 28}, new float[0]);

        // 24 x 28 x 28 numbers an example; 2^20 / 18,816 is 55.7
        assertThat(NetworkPlan.of(new Network.Cnn(List.of(24, 48)), image, 10).inferenceBatch())
                .isEqualTo(32);
        // 2^20 / 784 is 1,337
        assertThat(NetworkPlan.of(new Network.Mlp(List.of(64)), image, 10).inferenceBatch())
                .isEqualTo(1024);
        // 2^20 / 4,096 is 256
        assertThat(NetworkPlan.of(new Network.Mlp(List.of(4096)), image, 10).inferenceBatch())
                .isEqualTo(256);
        assertThat(NetworkPlan.of(new Network.Cnn(List.of(200)), image, 10).inferenceBatch())
                .as("never less")
                .isEqualTo(32);
    }

    @Test
    void softmaxRegressionHasAWeightForEachPixelAndClassAndABiasForEachClass() {
        NetworkPlan plan = NetworkPlan.of(new Network.Linear(), images(1, 8, 8), 10);

        assertThat(plan.parameterCount()).isEqualTo(64 * 10 + 10);
        assertThat(plan.macs()).isEqualTo(64 * 10);
        assertThat(plan.featureWidth()).isEqualTo(64);
    }

    @Test
    void countsOfAPerceptronAreSumsOverItsDenseLayers() {
        NetworkPlan plan = NetworkPlan.of(new Network.Mlp(List.of(16, 5)), images(1, 8, 8), 10);

        assertThat(plan.parameterCount()).isEqualTo((64 * 16 + 16) + (16 * 5 + 5) + (5 * 10 + 10));
        assertThat(plan.macs()).isEqualTo(64 * 16 + 16 * 5 + 5 * 10);
        assertThat(plan.featureWidth()).isEqualTo(5);
    }

    @Test
    void aConvolutionCountsItsKernelAtEveryPosition() {
        NetworkPlan plan = NetworkPlan.of(new Network.Cnn(List.of(16, 32)), images(1, 8, 8), 10);

        assertThat(plan.parameterCount()).isEqualTo((16 * 9 + 16) + (32 * 16 * 9 + 32) + (32 * 10 + 10));
        assertThat(plan.macs()).isEqualTo(8 * 8 * 16 * 9 + 4 * 4 * 32 * 16 * 9 + 32 * 10);
        assertThat(plan.featureWidth()).isEqualTo(32);
    }

    @Test
    void aResidualBlockHasTwoConvolutionsAndAProjectionWhereTheShapeChanges() {
        NetworkPlan plan = NetworkPlan.of(new Network.Resnet(List.of(4, 6), 1), images(3, 7, 5), 10);

        int stem = 4 * 3 * 9;
        int first = 4 * 4 * 9;
        int halving = 6 * 4 * 9;
        int second = 6 * 6 * 9;
        int projection = 6 * 4;
        assertThat(plan.parameterCount())
                .isEqualTo((stem + 4)
                        + (first + 4)
                        + (first + 4)
                        + (halving + 6)
                        + (second + 6)
                        + (projection + 6)
                        + (6 * 10 + 10));
        // half of 7 x 5 is 4 x 3
        assertThat(plan.macs())
                .isEqualTo(7 * 5 * (stem + first + first) + 4 * 3 * (halving + second + projection) + 6 * 10);
        assertThat(plan.featureWidth()).isEqualTo(6);
    }

    @Test
    void moreBlocksInAStageKeepItsShape() {
        long one = NetworkPlan.of(new Network.Resnet(List.of(4), 1), images(1, 8, 8), 2)
                .parameterCount();

        NetworkPlan three = NetworkPlan.of(new Network.Resnet(List.of(4), 3), images(1, 8, 8), 2);

        assertThat(three.parameterCount()).isEqualTo(one + 2 * 2 * (4 * 4 * 9 + 4));
        assertThat(three.macs()).isEqualTo(8 * 8 * (4 * 9 + 6 * 4 * 4 * 9) + 4 * 2);
    }

    @Test
    void theMoreBlocksTheLessEachAddsAtTheStart() {
        Network.Resnet four = new Network.Resnet(List.of(4, 4), 2);

        assertThat(NetworkPlan.of(four, images(1, 8, 8), 2).parameters())
                .filteredOn(parameter -> parameter.name().equals("stage2.block2.convolution2.weight"))
                .extracting(Parameter::bound)
                .containsExactly(Math.sqrt(6.0 / (4 * 9)) / 2);
    }

    @Test
    void aStageWithoutAnImageToHalveKeepsItsPixel() {
        NetworkPlan plan = NetworkPlan.of(new Network.Resnet(List.of(1, 1), 1), images(1, 1, 1), 2);

        assertThat(plan.macs()).isEqualTo(9 + 2 * 9 + 2 * 9 + 1 + 2);
    }

    @Test
    void anOddSideLosesItsLastRowWhenHalved() {
        NetworkPlan plan = NetworkPlan.of(new Network.Cnn(List.of(2, 3)), images(3, 7, 6), 2);

        assertThat(plan.macs()).isEqualTo(7 * 6 * 2 * 3 * 9 + 3 * 3 * 3 * 2 * 9 + 3 * 2);
    }

    @Test
    void parametersAreNamedByTheirLayerAndShapedOutputFirst() {
        NetworkPlan plan = NetworkPlan.of(new Network.Cnn(List.of(4)), images(3, 8, 8), 10);

        assertThat(plan.parameters())
                .extracting(Parameter::name)
                .containsExactly("convolution1.weight", "convolution1.bias", "output.weight", "output.bias");
        assertThat(plan.parameters())
                .extracting(Parameter::dimensions)
                .containsExactly(List.of(4, 3, 3, 3), List.of(4), List.of(10, 4), List.of(10));
    }

    @Test
    void firstWeightsAreAFunctionOfSeedAndNameAlone() {
        NetworkPlan small = NetworkPlan.of(new Network.Mlp(List.of(16)), images(1, 8, 8), 10);
        NetworkPlan deep = NetworkPlan.of(new Network.Mlp(List.of(16, 4)), images(1, 8, 8), 10);

        assertThat(small.initialWeights(7).get(0))
                .containsExactly(small.initialWeights(7).get(0));
        assertThat(deep.initialWeights(7).get(0))
                .containsExactly(small.initialWeights(7).get(0));
        assertThat(small.initialWeights(8).get(0)[0])
                .isNotEqualTo(small.initialWeights(7).get(0)[0]);
        assertThat(small.initialWeights(7).get(2)[0])
                .isNotEqualTo(small.initialWeights(7).get(0)[0]);
    }

    @Test
    void firstWeightsHaveTheVarianceTwoByFanInAndBiasesAreZero() {
        NetworkPlan plan = NetworkPlan.of(new Network.Mlp(List.of(500)), images(1, 8, 8), 10);

        List<float[]> weights = plan.initialWeights(3);

        double squares = 0;
        for (float weight : weights.get(0)) {
            squares += weight * weight;
            assertThat(Math.abs(weight)).isLessThanOrEqualTo((float) Math.sqrt(6.0 / 64));
        }
        assertThat(squares / weights.get(0).length).isBetween(0.98 * 2 / 64, 1.02 * 2 / 64);
        assertThat(weights.get(1)).containsOnly(0);
    }

    @Test
    void aConvolutionRefusesInputsThatAreNotImages() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NetworkPlan.of(new Network.Cnn(List.of(4)), images(64), 10))
                .withMessageStartingWith("network: cnn takes inputs of shape [channels, height, width], got [64]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NetworkPlan.of(new Network.Resnet(List.of(4), 1), images(64), 10))
                .withMessageStartingWith("network: resnet takes inputs of shape [channels, height, width], got [64]");
    }

    @Test
    void moreBlocksThanTheImageCanBeHalvedAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NetworkPlan.of(new Network.Cnn(List.of(4, 4, 4, 4)), images(1, 8, 8), 10))
                .withMessage("channels: 4 blocks are too many for inputs of shape [1, 8, 8]: block 4 has 1 x 1 left to"
                        + " halve\nUse at most 3.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NetworkPlan.of(new Network.Cnn(List.of(4)), images(1, 1, 8), 10))
                .withMessageEndingWith("1 x 8 left to halve\nUse another network for such inputs.");
    }

    @Test
    void inputsThatAreNotTensorsAreRefused() {
        Inputs texts = new Texts(List.of("a"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> NetworkPlan.of(new Network.Linear(), texts, 2))
                .withMessage("network: takes float tensors, got texts\n"
                        + "Make numbers of them, beside the data's 'use': transforms: [ bag-of-words ].");
    }

    @Test
    void oneClassIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NetworkPlan.of(new Network.Linear(), images(64), 1))
                .withMessage("classes must be at least 2, got 1");
    }

    @Test
    void parametersTooLargeForAnArrayAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NetworkPlan.of(new Network.Mlp(List.of(1 << 20, 1 << 20)), images(64), 2)
                        .parameters())
                .withMessageStartingWith("network is too large: its parameter hidden2.weight");
    }

    @Test
    void settingsNameThemselvesWhenTheyAreWrong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Network.Mlp(List.of(8, 0)))
                .withMessage("hidden must be at least 1, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Network.Mlp(List.of()))
                .withMessageStartingWith("hidden must hold at least one width");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Network.Cnn(List.of(-1)))
                .withMessage("channels must be at least 1, got -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Network.Cnn(List.of()))
                .withMessageStartingWith("channels must hold at least one number");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Network.Resnet(List.of(), 1))
                .withMessageStartingWith("channels must hold at least one number");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Network.Resnet(List.of(4, 0), 1))
                .withMessage("channels must be at least 1, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Network.Resnet(List.of(4), 0))
                .withMessage("blocks must be at least 1, got 0");
    }

    @Test
    void anExitCountsTheBlocksBeforeItAndItsOwnHead() {
        NetworkPlan plan = NetworkPlan.of(new Network.Cnn(List.of(16, 32, 64), List.of(1, 2)), images(1, 8, 8), 10);

        // 3 x 3 kernels on 8 x 8, 4 x 4 and 2 x 2 pixels; a head is a dense layer from the channels to 10 classes
        int first = 8 * 8 * 16 * 1 * 9;
        int second = 4 * 4 * 32 * 16 * 9;
        int third = 2 * 2 * 64 * 32 * 9;
        assertThat(plan.exits()).isEqualTo(3);
        assertThat(plan.macs(0, 1)).isEqualTo(first + 16 * 10).isEqualTo(9_376);
        assertThat(plan.macs(0, 2)).isEqualTo(first + second + 32 * 10).isEqualTo(83_264);
        assertThat(plan.macs(0, 3)).isEqualTo(first + second + third + 64 * 10).isEqualTo(157_312);
        assertThat(plan.macs()).isEqualTo(157_312);
        assertThat(plan.macs(1, 2))
                .as("the head of exit 1 is paid for at exit 1")
                .isEqualTo(second + 32 * 10);
        assertThat(plan.macs(2, 3)).isEqualTo(third + 64 * 10);
        assertThat(plan.macs(1, 3)).as("exit 2 is passed by").isEqualTo(second + third + 64 * 10);
        assertThat(plan.macs(0, 1) + plan.macs(1, 2) + plan.macs(2, 3))
                .as("every head, and nothing else twice")
                .isEqualTo(157_312 + 160 + 320);
        assertThat(plan.parameterCount(1)).isEqualTo((16 * 9 + 16) + (16 * 10 + 10));
        assertThat(plan.parameterCount(3))
                .isEqualTo((16 * 9 + 16) + (32 * 16 * 9 + 32) + (64 * 32 * 9 + 64) + (64 * 10 + 10));
        assertThat(plan.parameterCount()).isEqualTo(plan.parameterCount(3) + (16 * 10 + 10) + (32 * 10 + 10));
        assertThat(plan.shapeAt(1)).containsExactly(16, 4, 4);
        assertThat(plan.widthAt(2)).isEqualTo(32 * 2 * 2);
        assertThat(plan.featureWidth(2)).isEqualTo(32);
    }

    @Test
    void exitsOfAPerceptronAndAResidualNetworkLieBehindTheirLayersAndStages() {
        NetworkPlan mlp = NetworkPlan.of(new Network.Mlp(List.of(16, 5), List.of(1)), images(1, 8, 8), 10);
        NetworkPlan resnet = NetworkPlan.of(new Network.Resnet(List.of(4, 6), 1, List.of(1)), images(1, 8, 8), 10);

        assertThat(mlp.macs(0, 1)).isEqualTo(64 * 16 + 16 * 10);
        assertThat(mlp.macs(1, 2)).isEqualTo(16 * 5 + 5 * 10);
        assertThat(mlp.shapeAt(1)).containsExactly(16);
        assertThat(resnet.macs(0, 1)).isEqualTo(8 * 8 * (4 * 9 + 2 * 4 * 4 * 9) + 4 * 10);
        assertThat(resnet.macs(1, 2)).isEqualTo(4 * 4 * (6 * 4 * 9 + 6 * 6 * 9 + 6 * 4) + 6 * 10);
        assertThat(resnet.shapeAt(1)).containsExactly(4, 8, 8);
        assertThat(resnet.shapeAt(2)).containsExactly(6, 4, 4);
    }

    @Test
    void headsStandAmongTheParametersWhereTheyAreComputedAndTheLastBlockIsThatOfTheLastExit() {
        NetworkPlan plan = NetworkPlan.of(new Network.Cnn(List.of(2, 3), List.of(1)), images(1, 8, 8), 4);

        assertThat(plan.parameters())
                .extracting(Parameter::name)
                .containsExactly(
                        "convolution1.weight",
                        "convolution1.bias",
                        "exit1.weight",
                        "exit1.bias",
                        "convolution2.weight",
                        "convolution2.bias",
                        "output.weight",
                        "output.bias");
        assertThat(plan.lastBlock()).isEqualTo(plan.parameters().subList(4, 8));
    }

    @Test
    void theLastExitAloneIsTheNetworkWithoutExits() {
        NetworkPlan plain = NetworkPlan.of(new Network.Cnn(List.of(2, 3)), images(1, 8, 8), 4);
        NetworkPlan plan = NetworkPlan.of(new Network.Cnn(List.of(2, 3), List.of(1)), images(1, 8, 8), 4);

        assertThat(plan.lastExitAlone()).isEqualTo(plain);
        assertThat(plan.weightsOf(plain, plan.initialWeights(7))).containsExactlyElementsOf(plain.initialWeights(7));
    }

    @Test
    void exitsThatAreNotThereOrNotInOrderAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Network.Cnn(List.of(4, 4, 4), List.of(1, 3)))
                .withMessage("exits must be blocks from 1 to 2, got 3\nBehind the last of the blocks there is the last"
                        + " exit in any case: it is not named.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Network.Mlp(List.of(4, 4), List.of(0)))
                .withMessageStartingWith("exits must be hidden layers from 1 to 1, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Network.Mlp(List.of(4), List.of(1)))
                .withMessageStartingWith("exits must be empty for a network of 1 of the hidden layers, got 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Network.Resnet(List.of(4, 4, 4), 1, List.of(2, 1)))
                .withMessage("exits must ascend, got [2, 1]\nName each of the stages once, the shallowest first.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Network.Cnn(List.of(4, 4, 4), List.of(2, 2)))
                .withMessageStartingWith("exits must ascend, got [2, 2]");
    }

    private static FloatTensor images(int... shape) {
        return new FloatTensor(0, shape, new float[0]);
    }
}
