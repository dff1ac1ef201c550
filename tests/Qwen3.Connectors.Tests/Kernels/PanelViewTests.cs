using Qwen3.Connectors.Inference.Kernels;

namespace Qwen3.Connectors.Tests.Kernels;

public unsafe class PanelViewTests
{
    [Theory]
    [InlineData(0, 8, 0)]
    [InlineData(1, 8, 1)]
    [InlineData(8, 8, 1)]
    [InlineData(9, 8, 2)]
    [InlineData(100, 32, 4)]
    public void Panels_are_rounded_up(int tokens, int lanes, int panels)
    {
        Assert.Equal(panels, PanelView.PanelsFor(tokens, lanes));
        Assert.Equal(panels, PanelView.Packed(null, lanes, tokens, 3).PanelCount);
        Assert.Equal(tokens, Enumerable.Range(0, panels).Sum(panel => PanelView.Packed(null, lanes, tokens, 3).UsedLanes(panel)));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(32)]
    public void Every_value_of_packed_panels_has_its_place(int lanes)
    {
        const int Features = 5;
        const int Tokens = 70;
        var data = new float[PanelView.PanelsFor(Tokens, lanes) * lanes * Features];
        fixed (float* start = data)
        {
            var view = PanelView.Packed(start, lanes, Tokens, Features);
            for (var token = 0; token < Tokens; token++)
            {
                for (var feature = 0; feature < Features; feature++)
                {
                    view[feature, token] = (100 * feature) + token;
                    Assert.Equal((100 * feature) + token, data[(((token / lanes * Features) + feature) * lanes) + (token % lanes)]);
                    Assert.Equal((100 * feature) + token, view.At(token / lanes, feature)[token % lanes]);
                }
            }
        }
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void A_slice_sees_the_tokens_from_its_first_on(int lanes)
    {
        var tokens = RandomFloats.CreateRows(new Random(1), 50, 7);
        using var panels = new TestPanels(tokens, lanes);
        for (var first = 0; first < 50; first += lanes)
        {
            for (var count = 0; count <= 50 - first; count++)
            {
                Assert.Equal(tokens[first..(first + count)], TestPanels.ToTokens(panels.View.Slice(first, count), 7));
            }
        }

        Assert.Equal(tokens[(2 * lanes)..], TestPanels.ToTokens(panels.View.Slice(lanes, 50 - lanes).Slice(lanes, 50 - (2 * lanes)), 7));
    }

    [Fact]
    public void Strides_may_be_those_of_features_that_lie_far_apart()
    {
        var data = Enumerable.Range(0, 3 * 100).Select(i => (float)i).ToArray();
        fixed (float* start = data)
        {
            var view = new PanelView(start, lanes: 8, tokenCount: 20, panelStride: 8, featureStride: 100);
            Assert.Equal(219, view[2, 19]);
            Assert.Equal(119, view.Slice(16, 4)[1, 3]);
            Assert.Equal(4, view.UsedLanes(2));
        }
    }
}
