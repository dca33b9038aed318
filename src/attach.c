// SPDX-License-Identifier: GPL-2.0
/* How a frame on the VTEP's netdevice names its segment; see attach.h. */
#include <linux/if_vlan.h>
#include <linux/mm.h>
#include <linux/vtep.h>
#include <net/dst_metadata.h>
#include <net/udp_tunnel.h>

#include <vtep/wire.h>

#include "attach.h"

/* Take the frame's tag off, wherever it is; 0 without one. The Ethernet
 * header is at skb->data.
 */
static int vtep_attach_untag(struct sk_buff *skb, u16 *tci)
{
	*tci = 0;
	if (skb_vlan_tag_present(skb)) {
		if (skb->vlan_proto != htons(ETH_P_8021Q))
			return 0;
		*tci = skb_vlan_tag_get(skb);
		__vlan_hwaccel_clear_tag(skb);
		return 0;
	}

	if (eth_hdr(skb)->h_proto != htons(ETH_P_8021Q))
		return 0;
	if (!pskb_may_pull(skb, VLAN_ETH_HLEN))
		return -EINVAL;
	return __skb_vlan_pop(skb, tci);
}

static enum vtep_drop vtep_attach_tx_vlan(struct vtep *vtep,
					  const struct vtep_cfg *cfg,
					  struct sk_buff *skb,
					  struct vtep_attach *at)
{
	u16 tci;
	int err;

	err = vtep_attach_untag(skb, &tci);
	if (unlikely(err))
		return err == -ENOMEM ? VTEP_DROP_TX_NOMEM : VTEP_DROP_TX_SHORT;

	/* A tag without a VLAN says the priority only: VLAN 0. */
	at->seg = rcu_dereference(vtep->vlans->seg[tci & VLAN_VID_MASK]);
	if (unlikely(!at->seg))
		return VTEP_DROP_TX_NO_VNI;
	at->vni = at->seg->vni;
	/* Class selector of the priority: the top three bits of both. */
	if (cfg->pcp_dscp)
		at->tos = tci >> VLAN_PRIO_SHIFT << 5;
	return VTEP_PASS;
}

/* Or only a VNI? */
static bool vtep_info_has_peer(const struct ip_tunnel_info *info)
{
	if (ip_tunnel_info_af(info) == AF_INET)
		return info->key.u.ipv4.dst;
	return !ipv6_addr_any(&info->key.u.ipv6.dst);
}

static enum vtep_drop vtep_attach_tx_info(struct vtep *vtep,
					  const struct vtep_cfg *cfg,
					  struct sk_buff *skb,
					  struct vtep_attach *at)
{
	const struct ip_tunnel_info *info = skb_tunnel_info(skb);

	if (unlikely(!info || !(info->mode & IP_TUNNEL_INFO_TX)))
		return VTEP_DROP_TX_NO_INFO;

	at->vni = be32_to_cpu(tunnel_id_to_key32(info->key.tun_id));
	if (unlikely(at->vni > VTEP_VNI_MAX))
		return VTEP_DROP_TX_NO_VNI;

	at->seg = vtep_find_vni(vtep, at->vni) ?: READ_ONCE(vtep->any);
	if (unlikely(!at->seg))
		return VTEP_DROP_TX_NO_VNI;

	/* A bridge knows the VNI only (vlan_tunnel), and so may others. */
	if (info->mode & IP_TUNNEL_INFO_BRIDGE || !vtep_info_has_peer(info))
		return VTEP_PASS;
	if (unlikely(ip_tunnel_info_af(info) != cfg->family))
		return VTEP_DROP_TX_NO_INFO;
	at->info = info;
	return VTEP_PASS;
}

/**
 * vtep_attach_tx() - which segment a frame is to be sent in
 * @vtep: VTEP of another attachment than id
 * @cfg: its settings
 * @skb: frame with its Ethernet header at skb->data; loses the 802.1Q tag
 *	that names the segment
 * @at: filled in; zero before, as it stays when the frame is dropped
 *
 * Context: RCU read section.
 *
 * Return: VTEP_PASS or the reason to drop the frame.
 */
enum vtep_drop vtep_attach_tx(struct vtep *vtep, const struct vtep_cfg *cfg,
			      struct sk_buff *skb, struct vtep_attach *at)
{
	if (cfg->attach == VTEP_ATTACHMENT_VLAN)
		return vtep_attach_tx_vlan(vtep, cfg, skb, at);
	return vtep_attach_tx_info(vtep, cfg, skb, at);
}

/**
 * vtep_attach_rx_info() - mark a received frame with tunnel metadata
 * @cfg: settings of a VTEP of attachment external
 * @vni: VNI it came with
 * @skb: frame; its outer IP and UDP headers are the network and transport
 *	headers still
 *
 * Context: softirq.
 *
 * Return: VTEP_PASS or the reason to drop the frame.
 */
enum vtep_drop vtep_attach_rx_info(const struct vtep_cfg *cfg, u32 vni,
				   struct sk_buff *skb)
{
	struct metadata_dst *md;

	md = vtep_compat_rx_dst(skb, cfg->family,
				key32_to_tunnel_id(cpu_to_be32(vni)));
	if (unlikely(!md))
		return VTEP_DROP_RX_NOMEM;
	skb_dst_set(skb, &md->dst);
	return VTEP_PASS;
}

/**
 * vtep_attach_init() - what the VTEP's attachment needs
 * @vtep: VTEP, its settings complete
 *
 * Context: process.
 *
 * Return: 0 or -ENOMEM.
 */
int vtep_attach_init(struct vtep *vtep)
{
	if (vtep->cfg.attach != VTEP_ATTACHMENT_VLAN)
		return 0;

	vtep->vlans = kvzalloc(sizeof(*vtep->vlans), GFP_KERNEL_ACCOUNT);
	if (!vtep->vlans)
		return -ENOMEM;
	vtep->dev->features |= NETIF_F_HW_VLAN_CTAG_TX |
			       NETIF_F_HW_VLAN_CTAG_RX |
			       NETIF_F_HW_VLAN_CTAG_FILTER;
	/* Untagged frames come from whoever stands upon the VTEP itself, of
	 * which nobody tells it.
	 */
	__set_bit(0, vtep->vlans->active);
	return 0;
}

/**
 * vtep_attach_destroy() - undo vtep_attach_init()
 * @vtep: VTEP that no frame is in any more
 */
void vtep_attach_destroy(struct vtep *vtep)
{
	kvfree(vtep->vlans);
	vtep->vlans = NULL;
}
