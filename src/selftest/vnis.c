// SPDX-License-Identifier: GPL-2.0
/* The VNI table against a plain array of what should be in it. */
#include <linux/rcupdate.h>
#include <linux/rtnetlink.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "selftest.h"
#include "vni.h"

#define VNIS	512	/* VNIs to choose from: all there now and then */
#define STEPS	20000

/* Spread over the 24 bits, both ends included. */
static u32 vni_of(u32 i)
{
	return i == VNIS - 1 ? 0xffffff : i * 0x7fff;
}

static struct vtep_vni *find(struct vtep_vnis *vnis, u32 vni)
{
	struct vtep_vni *v;

	rcu_read_lock();
	v = vtep_vnis_find(vnis, vni);
	rcu_read_unlock();
	return v;
}

/* Add what is not there, delete what is, and look. */
static void vnis_step(struct vtep_vnis *vnis, struct vtep_vni **model)
{
	u32 i = vtep_test_rand(VNIS);
	struct vtep_vni *v;

	VTEP_EXPECT(find(vnis, vni_of(i)) == model[i]);

	v = vtep_vni_alloc(NULL, vni_of(i));
	if (!VTEP_EXPECT(v))
		return;
	if (!model[i]) {
		if (VTEP_EXPECT(!vtep_vnis_add(vnis, v)))
			model[i] = v;
		else
			vtep_vni_free(v);
	} else {
		/* A VNI is there once. */
		VTEP_EXPECT(vtep_vnis_add(vnis, v) == -EEXIST);
		vtep_vni_free(v);
		VTEP_EXPECT(find(vnis, vni_of(i)) == model[i]);
		vtep_vnis_del(vnis, model[i]);
		vtep_vni_free(model[i]);
		model[i] = NULL;
	}
	VTEP_EXPECT(find(vnis, vni_of(i)) == model[i]);
}

static void vnis_model(void)
{
	/* Not on the stack: hash tables have work items. */
	static struct vtep_vnis vnis;
	struct vtep_vni **model;
	int i;

	model = kcalloc(VNIS, sizeof(*model), GFP_KERNEL);
	if (!VTEP_EXPECT(model))
		return;
	if (!VTEP_EXPECT(!vtep_vnis_init(&vnis)))
		goto free;

	for (i = 0; i < STEPS && !vtep_test_failed(); i++) {
		rtnl_lock();
		vnis_step(&vnis, model);
		rtnl_unlock();
		cond_resched();
	}

	rtnl_lock();
	for (i = 0; i < VNIS; i++) {
		VTEP_EXPECT(find(&vnis, vni_of(i)) == model[i]);
		if (!model[i])
			continue;
		vtep_vnis_del(&vnis, model[i]);
		VTEP_EXPECT(!find(&vnis, vni_of(i)));
		vtep_vni_free(model[i]);
	}
	rtnl_unlock();
	vtep_vnis_destroy(&vnis);
free:
	kfree(model);
}

/* Two sockets have nothing to do with each other. */
static void vnis_apart(void)
{
	static struct vtep_vnis a, b;
	struct vtep_vni *va, *vb;

	if (!VTEP_EXPECT(!vtep_vnis_init(&a)))
		return;
	if (!VTEP_EXPECT(!vtep_vnis_init(&b)))
		goto destroy_a;
	va = vtep_vni_alloc(NULL, 42);
	if (!VTEP_EXPECT(va))
		goto destroy_b;
	vb = vtep_vni_alloc(NULL, 42);
	if (!VTEP_EXPECT(vb))
		goto free_va;

	rtnl_lock();
	VTEP_EXPECT(!vtep_vnis_add(&a, va));
	VTEP_EXPECT(!find(&b, 42));
	VTEP_EXPECT(!vtep_vnis_add(&b, vb));
	VTEP_EXPECT(find(&a, 42) == va);
	VTEP_EXPECT(find(&b, 42) == vb);
	vtep_vnis_del(&a, va);
	VTEP_EXPECT(!find(&a, 42));
	VTEP_EXPECT(find(&b, 42) == vb);
	vtep_vnis_del(&b, vb);
	rtnl_unlock();

	vtep_vni_free(vb);
free_va:
	vtep_vni_free(va);
destroy_b:
	vtep_vnis_destroy(&b);
destroy_a:
	vtep_vnis_destroy(&a);
}

const struct vtep_test vtep_vnis_tests[] = {
	{ "vnis: like an array", vnis_model },
	{ "vnis: one table per socket", vnis_apart },
	{}
};
